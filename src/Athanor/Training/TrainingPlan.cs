using System.Text.Json.Serialization;

namespace Athanor.Training;

/// <summary>What a recipe's numbers mean: 1,200 samples ÷ 100 = 12 iterations an epoch × 5 epochs = 60 iterations = 60 updates.</summary>
public sealed record TrainingPlan
{
    private TrainingPlan()
    {
    }

    /// <summary>Samples in the training part.</summary>
    public required long Samples { get; init; }

    /// <summary>Samples in the validation part.</summary>
    public long ValidationSamples { get; init; }

    /// <summary>Samples in the test part.</summary>
    public long TestSamples { get; init; }

    /// <summary>Samples a batch; an epoch's last may be smaller.</summary>
    public required long BatchSize { get; init; }

    /// <summary>Samples of an epoch's last batch.</summary>
    public required long LastBatch { get; init; }

    /// <summary>Batches an epoch.</summary>
    public required long IterationsPerEpoch { get; init; }

    /// <summary>Batches an update.</summary>
    public required int Accumulation { get; init; }

    /// <summary>Updates of the weights an epoch; an epoch's last window may hold fewer batches.</summary>
    public required long UpdatesPerEpoch { get; init; }

    /// <summary>Epochs, the last perhaps only begun.</summary>
    public required long Epochs { get; init; }

    /// <summary>Batches in all.</summary>
    public required long Iterations { get; init; }

    /// <summary>Updates of the weights in all: what schedules count.</summary>
    public required long Updates { get; init; }

    /// <summary>Hidden layers that are trained one by one before the training begins; 0 without pre-training.</summary>
    public int PretrainedLayers { get; init; }

    /// <summary>Epochs of each of them.</summary>
    public int PretrainingEpochs { get; init; }

    /// <summary>Updates of all of them together, which <see cref="Updates"/> does not count.</summary>
    public long PretrainingUpdates => PretrainedLayers * PretrainingEpochs * IterationsPerEpoch;

    /// <summary>Numbers in the model's parameters, where the model is known.</summary>
    public long Parameters { get; init; }

    /// <summary>What in the recipe is likely not meant so; told before training.</summary>
    [JsonIgnore]
    public IReadOnlyList<RecipeWarning> Warnings { get; init; } = [];

    /// <summary>The plan of training <paramref name="recipe"/> on so many samples.</summary>
    public static TrainingPlan Of(Recipe recipe, long trainingSamples, long validationSamples = 0, long testSamples = 0)
    {
        long size = Math.Min(recipe.BatchSize.SamplesOf(checked((int)trainingSamples)), trainingSamples);
        long iterations = recipe.DropLast ? trainingSamples / size : (trainingSamples + size - 1) / size;
        long updates = (iterations + recipe.Accumulation - 1) / recipe.Accumulation;
        long total = recipe.Steps ?? recipe.Epochs!.Value * updates;
        long wholeEpochs = total / updates;
        long lastUpdates = total % updates;
        return new TrainingPlan
        {
            Samples = trainingSamples,
            ValidationSamples = validationSamples,
            TestSamples = testSamples,
            BatchSize = size,
            LastBatch = recipe.DropLast || trainingSamples % size == 0 ? size : trainingSamples % size,
            IterationsPerEpoch = iterations,
            Accumulation = recipe.Accumulation,
            UpdatesPerEpoch = updates,
            Epochs = wholeEpochs + (lastUpdates > 0 ? 1 : 0),
            Iterations = (wholeEpochs * iterations) + (lastUpdates * recipe.Accumulation),
            Updates = total,
            PretrainedLayers = recipe.Pretraining.LayersOf(recipe.Model),
            PretrainingEpochs = recipe.Pretraining.EpochsPerLayer,
        };
    }

    /// <summary>The plan in words, one line a fact.</summary>
    public IReadOnlyList<string> Describe() =>
    [
        $"{Samples:N0} samples ÷ batch {BatchSize:N0} = {IterationsPerEpoch:N0} iterations per epoch"
            + (LastBatch == BatchSize ? "" : $" (the last of {LastBatch:N0} samples)"),
        Iterations == IterationsPerEpoch * Epochs
            ? $"{IterationsPerEpoch:N0} iterations × {Epochs:N0} epochs = {Iterations:N0} iterations"
            : $"{Iterations:N0} iterations: {Epochs - 1:N0} whole epochs and {Iterations - (IterationsPerEpoch * (Epochs - 1)):N0} of the next",
        Accumulation == 1
            ? $"{Updates:N0} weight updates, one per iteration"
            : $"{Updates:N0} weight updates, one per {Accumulation:N0} iterations (an epoch's last window may hold fewer)",
        .. PretrainedLayers == 0 ? (string[])[] :
        [
            $"before them {PretrainedLayers:N0} layers × {PretrainingEpochs:N0} epochs × {IterationsPerEpoch:N0} iterations = {PretrainingUpdates:N0} updates of pre-training",
        ],
    ];
}
