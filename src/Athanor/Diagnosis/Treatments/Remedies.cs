using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Training;

namespace Athanor.Diagnosis.Treatments;

/// <summary>The remedies that findings name.</summary>
public static partial class Remedies
{
    private const int Tenfold = 10;
    private const int MostWarmup = 100;

    /// <summary>ReLU with the initialization that it needs.</summary>
    public static Treatment ReluKaiming { get; } = new(
        "relu-kaiming", "ReLU's slope is 1 on its positive side, so the gradient keeps its size, given weights that start large enough for it.", "relu",
        recipe => ModelChange.Activation(recipe, new ReLU()) is { } changed ? ModelChange.Initialization(changed, new KaimingNormal()) : null);

    /// <summary>Leaky ReLU.</summary>
    public static Treatment LeakyRelu { get; } = new(
        "leaky-relu", "A slope below 0 lets units that fell silent come back.", "leaky-relu", recipe => ModelChange.Activation(recipe, new LeakyReLU()));

    /// <summary>GELU.</summary>
    public static Treatment Gelu { get; } = new(
        "gelu", "Smooth around 0 and with a slope below it, so that a unit that fell silent still learns.", "gelu", recipe => ModelChange.Activation(recipe, new GELU()));

    /// <summary>Tanh with the initialization that it needs.</summary>
    public static Treatment TanhXavier { get; } = new(
        "tanh-xavier", "Tanh's slope at 0 is 1, four times sigmoid's, and its outputs have mean 0; Xavier's weights keep it there.", "xavier-normal",
        recipe => ModelChange.Activation(recipe, new Tanh()) is { } changed ? ModelChange.Initialization(changed, new XavierNormal()) : null);

    /// <summary>Batch normalization in front of every activation.</summary>
    public static Treatment BatchNorm { get; } = new(
        "batch-norm", "Brings what reaches each activation back to mean 0 and variance 1, out of its flat part.", "batch",
        recipe => ModelChange.Normalization(recipe, new BatchNorm()));

    /// <summary>Layer normalization in front of every activation.</summary>
    public static Treatment LayerNorm { get; } = new(
        "layer-norm", "As batch normalization, but over a sample's own units: it does not depend on the batch's size.", "layer",
        recipe => ModelChange.Normalization(recipe, new LayerNorm()));

    /// <summary>Shortcuts around blocks of layers.</summary>
    public static Treatment Residual { get; } = new(
        "residual", "A shortcut adds 1 to each block's factor, so that the gradient has a way around every block.", "residual shortcut", ModelChange.Residual);

    /// <summary>Gated recurrent units.</summary>
    public static Treatment GatedUnits { get; } = new(
        "gated-units", "Gates let a state pass a step unchanged, so the gradient need not shrink with every step.", "gru",
        recipe => ModelChange.Gated(recipe, RecurrentCell.Gru));

    /// <summary>LSTM cells.</summary>
    public static Treatment Lstm { get; } = new(
        "lstm", "A cell's state passes each step by addition, behind a forget gate that starts open.", "lstm", recipe => ModelChange.Gated(recipe, RecurrentCell.Lstm));

    /// <summary>The initialization that matches the activation.</summary>
    public static Treatment MatchingInitialization { get; } = new(
        "matching-initialization", "Weights scaled to the fan-in and the activation keep the size of activations and gradients from layer to layer.", "initialization",
        ModelChange.MatchingInitialization);

    /// <summary>Hidden layers trained one by one, without targets, before the training.</summary>
    public static Treatment LayerwisePretraining { get; } = new(
        "layer-wise-pretraining", "Layers that know the inputs already start where their gradients do not vanish, and need only be fine-tuned.", "layer-wise pre-training",
        ModelChange.Pretraining);

    /// <summary>Clipping by norm 1.</summary>
    public static Treatment ClipByNorm { get; } = new(
        "clip-by-norm", "Bounds how far one bad batch can throw the weights.", "gradient clipping", recipe => recipe with { Clipping = new ClipByNorm { MaxNorm = 1 } });

    /// <summary>Clipping by value 0.5.</summary>
    public static Treatment ClipByValue { get; } = new(
        "clip-by-value", "Bounds each entry of the gradient by itself, where a few of them are what throws the weights.", "gradient clipping",
        recipe => recipe with { Clipping = new ClipByValue { ClipValue = 0.5 } });

    /// <summary>No clipping.</summary>
    public static Treatment NoClipping { get; } = new(
        "no-clipping", "The threshold decides every step's length; without it the learning rate does again.", "clipping threshold", recipe => recipe with { Clipping = new NoClipping() });

    /// <summary>L2 regularization.</summary>
    public static Treatment L2 { get; } = new(
        "l2", "A penalty on the weights keeps them from growing without bound.", "regularization", recipe => recipe with { Regularization = new L2() });

    /// <summary>L1 regularization.</summary>
    public static Treatment L1 { get; } = new(
        "l1", "A penalty on the weights' size pulls those that hardly matter to 0 and the others back.", "regularization", recipe => recipe with { Regularization = new L1() });

    /// <summary>A tenth of the learning rate, and ten times the optimizer's usual one at most.</summary>
    public static Treatment LowerLearningRate { get; } = new(
        "lr-lower", "Shorter steps stay within the region in which the gradient tells the truth.", "learning rate",
        recipe => Rate(recipe, static (lr, usual) => Math.Min(lr / Tenfold, Tenfold * usual)));

    /// <summary>Ten times the learning rate, and the optimizer's usual one at least.</summary>
    public static Treatment HigherLearningRate { get; } = new(
        "lr-higher", "Longer steps get further within the budget, as long as the loss follows.", "learning rate",
        recipe => Rate(recipe, static (lr, usual) => Math.Max(lr * Tenfold, usual)));

    /// <summary>Warmup of a tenth of the budget, 100 updates at most.</summary>
    public static Treatment Warmup { get; } = new(
        "warmup", "Small steps at first, while the weights and the optimizer's averages settle.", "warmup",
        recipe => recipe.Schedule is WarmupSchedule ? null : recipe with { Schedule = new WarmupSchedule { WarmupSteps = TenthOfUpdates(recipe), Then = recipe.Schedule } });

    /// <summary>AdamW with its own defaults.</summary>
    public static Treatment AdamW { get; } = new(
        "adamw", "Divides each step by the gradient's usual size, so that every layer moves at a similar pace.", "adamw", recipe => recipe with { Optimizer = new AdamW() });

    /// <summary>Inputs standardized by feature, and targets where they are numbers far from 0.</summary>
    public static Treatment Standardization { get; } = new(
        "standardize", "Inputs of mean 0 and spread 1 suit the initial weights and give every direction a similar curvature.", "standardization",
        recipe => recipe with { Standardization = new PerFeatureStandardization() });

    /// <summary>A model that ends in logits.</summary>
    public static Treatment Logits { get; } = new(
        "logits", "The loss applies the activation itself; a model that ends in logits lets the gradient through.", "logits", recipe => ModelChange.Output(recipe, new Identity()));

    /// <summary>Yes or no as logits under cross-entropy.</summary>
    public static Treatment LogisticLoss { get; } = new(
        "bce-with-logits", "The logarithm in the loss undoes the output's flat parts, so that wrong answers get the largest gradients.", "bce-with-logits",
        recipe => recipe.Loss is MseLoss or MaeLoss or HuberLoss && recipe.Model.FinalActivation is Sigmoid && ModelChange.Output(recipe, new Identity()) is { } changed ? changed with { Loss = new BceWithLogits() } : null);

    /// <summary>More layers and units.</summary>
    public static Treatment LargerModel { get; } = new(
        "larger-model", "More units can bend the answer where these can't.", "model", ModelChange.Larger);

    /// <summary>Four times the budget.</summary>
    public static Treatment LongerTraining { get; } = new(
        "longer", "What still moves at the end of the budget needs more updates.", "epoch",
        recipe => recipe.Steps is { } steps ? recipe with { Steps = 4 * steps } : recipe with { Epochs = 4 * recipe.Epochs });

    /// <summary>Larger batches: 32 at least, four times as large at most.</summary>
    public static Treatment LargerBatch { get; } = new(
        "larger-batch", "Statistics of more samples are steadier.", "batch size", recipe => recipe.BatchSize.IsFull ? null : recipe with { BatchSize = Math.Max(32, 4 * recipe.BatchSize.SamplesOf(32)) });

    /// <summary>Early stopping with the best weights put back.</summary>
    public static Treatment EarlyStopping { get; } = new(
        "early-stopping", "Ends where the validation loss was least, and goes back there.", "early stopping",
        recipe => recipe.Split.Validation > 0 ? recipe with { EarlyStopping = new EarlyStoppingSpec { Patience = 5 }, RestoreBest = true } : null);

    /// <summary>Dropout of 0.2.</summary>
    public static Treatment Dropout { get; } = new(
        "dropout", "Leaving out units at random keeps them from learning single samples by heart.", "dropout", recipe => ModelChange.Dropout(recipe, 0.2));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Treatment> All { get; } =
    [
        ReluKaiming, LeakyRelu, Gelu, TanhXavier, BatchNorm, LayerNorm, Residual, GatedUnits, Lstm, MatchingInitialization, LayerwisePretraining, ClipByNorm, ClipByValue, NoClipping, L2, L1,
        LowerLearningRate, HigherLearningRate, Warmup, AdamW, Standardization, Logits, LogisticLoss, LargerModel, LongerTraining, LargerBatch, EarlyStopping, Dropout,
    ];

    private static Recipe Rate(Recipe recipe, Func<double, double, double> change)
    {
        double usual = ((OptimizerSpec)Activator.CreateInstance(recipe.Optimizer.GetType())!).Lr;
        return recipe with { Optimizer = recipe.Optimizer with { Lr = change(recipe.Optimizer.Lr, usual) } };
    }

    /// <summary>A tenth of the updates; of a budget in epochs one update of each, since an epoch usually has ten or more.</summary>
    private static long TenthOfUpdates(Recipe recipe) => Math.Clamp(recipe.Steps / Tenfold ?? recipe.Epochs ?? 1, 1, MostWarmup);
}
