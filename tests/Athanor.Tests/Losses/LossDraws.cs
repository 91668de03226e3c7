using System.Globalization;
using Athanor.Losses;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Tests.Losses;

/// <summary>Every loss of the catalogue with inputs that suit it, found by trying: a new member is drawn for as soon as one of the candidates is not refused.</summary>
internal static class LossDraws
{
    /// <summary>The candidate whose predictions are above 0.</summary>
    public const int Positives = 1;

    /// <summary>The candidate whose predictions are log-probabilities.</summary>
    public const int LogProbabilities = 6;

    /// <summary>Options beside each member's defaults.</summary>
    private static readonly LossSpec[] Variants =
    [
        new HuberLoss { Delta = 0.5 },
        new SmoothL1Loss { Beta = 0.5 },
        new SmoothL1Loss { Beta = 0 },
        new QuantileLoss { Quantiles = [0.1, 0.5, 0.9] },
        new PoissonNll { LogInput = false, Full = true, Eps = 0 },
        new GaussianNll { Full = true },
        new TweedieLoss { LogInput = false, Power = 1.2 },
        new CrossEntropy { LabelSmoothing = 0.1, Weight = [1, 2, 0, 4], IgnoreIndex = 1 },
        new NllLoss { Weight = [1, 2, 0, 4], IgnoreIndex = 1 },
        new BceWithLogits { PosWeight = [3], Weight = [0.5] },
        new FocalLoss { Alpha = 0.25, Gamma = 0.5 },
        new FocalLoss { Gamma = 0 },
        new HingeLoss { Labels = BinaryLabels.ZeroOne, Margin = 0.5 },
        new MultiMarginLoss { P = 2, Weight = [1, 2, 0, 4] },
        new KlDivergence { BatchMean = true },
        new KlDivergence { LogTarget = true },
        new DiceLoss { Smooth = 0 },
        new DiceLoss { OverBatch = true },
        new TverskyLoss { OverBatch = true },
        new TripletLoss { P = 1 },
        new TripletLoss { P = 3, Eps = 0 },
        new InfoNce { Normalize = false, Temperature = 0.5 },
        new VaeElbo { Beta = 4, Reconstruction = ReconstructionKind.Gaussian },
        new ReconstructionLoss { Kind = ReconstructionKind.Bce },
        new GanNonSaturating { Role = GanRole.Generator },
        new GanLeastSquares { Role = GanRole.Generator },
        new GanHinge { Role = GanRole.Generator },
        new GanWasserstein { Role = GanRole.Generator },
        new DiffusionLoss { Prediction = DiffusionTarget.V, Weighting = DiffusionWeighting.MinSnr },
        new DiffusionLoss { Prediction = DiffusionTarget.X0, Weighting = DiffusionWeighting.MinSnr },
        new FeatureMatchingLoss { Layers = ["a"], Squared = true },
        new MaseLoss { Frequency = 4 },
    ];

    /// <summary>Predictions with targets: each suits some losses, and the others refuse it.</summary>
    private static readonly Func<long, (Tensor Prediction, Tensor Target)>[] Candidates =
    [
        n => (Normal(n, 3), Normal(n, 3)),
        n => (Positive(n, 3), Positive(n, 3)),
        n => (Normal(n, 3), ZeroOne(n, 3)),
        n => (Normal(n, 3), (2 * ZeroOne(n, 3)) - 1),
        n => (Normal(n, 4), randint(4, n)),
        n => (Normal(n, 4, 2), randint(4, [n, 2])),
        n => (Normal(n, 4).log_softmax(1), Normal(n, 4).softmax(1)),
        n => (Normal(n, 3), Normal(n)),
        n => (Normal(n, 3), ZeroOne(n)),
        n => (Normal(n, 3), (2 * ZeroOne(n)) - 1),
        n => (Normal(n, 2, 3), ZeroOne(n, 2, 3)),
    ];

    /// <summary>The names of further inputs through which gradients run.</summary>
    private static readonly string[] Differentiable =
        [GaussianNll.Variance, TripletLoss.Positive, TripletLoss.Negative, ContrastiveLoss.Second, InfoNce.Key, GanLoss.Real, VaeElbo.Mean, VaeElbo.LogVariance, "made/a"];

    /// <summary>Every member with its defaults, and the variants, by a name that tells them apart.</summary>
    public static IReadOnlyDictionary<string, LossSpec> Losses { get; } = SpecCatalog.Members(typeof(LossSpec)).Values
        .Where(type => type.Assembly == typeof(LossSpec).Assembly)
        .Select(type => (LossSpec)Activator.CreateInstance(type)!)
        .Concat(Variants)
        .ToDictionary(loss => SpecWriter.WriteCompact(loss).ToJsonString(), StringComparer.Ordinal);

    /// <summary>The candidates that the loss takes, by number.</summary>
    public static IReadOnlyList<int> Fitting(LossSpec loss)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        return [.. Enumerable.Range(0, Candidates.Length).Where(candidate => Takes(loss, Draw(loss, candidate, 16)))];
    }

    /// <summary>Whether the loss has a term for every place of a sample, with these inputs.</summary>
    public static bool HasTermsOfPlaces(LossSpec loss, int candidate)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = Draw(loss, candidate, 2);
        Tensor places = tensors.GetValueOrDefault("target", tensors["prediction"]);
        bool acrossPlaces = loss is EmbeddingLoss or JensenShannon || (loss is CrossEntropy && places.is_floating_point());
        return !acrossPlaces && places.dim() >= 2;
    }

    /// <summary>Tensors by name for the loss, among them <c>prediction</c> and, where it reads one, <c>target</c>; float64.</summary>
    public static Dictionary<string, Tensor> Draw(LossSpec loss, int candidate, long n)
    {
        (Tensor prediction, Tensor target) = Candidates[candidate](n);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["prediction"] = prediction };
        if (loss.ReadsTarget)
        {
            tensors["target"] = target;
        }

        foreach (string name in loss.Reads)
        {
            tensors[name] = name switch
            {
                GaussianNll.Variance => Positive(prediction.shape),
                VaeElbo.Mean or VaeElbo.LogVariance => Normal(n, 2),
                MaseLoss.InSample => Normal(n, 9),
                DiffusionLoss.Timestep => randint(6, n),
                DiffusionLoss.AlphaBar => linspace(0.95, 0.05, 6, ScalarType.Float64),
                _ => Normal(prediction.shape),
            };
        }

        return tensors;
    }

    /// <summary>The loss's input of these tensors.</summary>
    public static LossInput Input(IReadOnlyDictionary<string, Tensor> tensors, Tensor? mask = null, Tensor? weight = null)
    {
        var input = new LossInput(tensors["prediction"], tensors.GetValueOrDefault("target"), mask, weight);
        foreach ((string name, Tensor tensor) in tensors)
        {
            input = name is "prediction" or "target" ? input : input.With(name, tensor);
        }

        return input;
    }

    /// <summary>The tensors through which gradients run, as leaves.</summary>
    public static Dictionary<string, Tensor> Leaves(Dictionary<string, Tensor> tensors)
    {
        var leaves = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (string name in tensors.Keys.Where(name => name == "prediction" || Differentiable.Contains(name)).ToArray())
        {
            tensors[name] = leaves[name] = tensors[name].detach().clone().requires_grad_();
        }

        return leaves;
    }

    /// <summary>The slice of samples of every tensor that has them.</summary>
    public static Dictionary<string, Tensor> Narrow(Dictionary<string, Tensor> tensors, long start, long length) => tensors.ToDictionary(
        item => item.Key,
        item => item.Key == DiffusionLoss.AlphaBar ? item.Value : item.Value.narrow(0, start, length),
        StringComparer.Ordinal);

    public static Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64);

    private static Tensor Positive(params long[] shape) => rand(shape, ScalarType.Float64) + 0.3;

    private static Tensor ZeroOne(params long[] shape) => randint(2, shape, ScalarType.Float64);

    private static bool Takes(LossSpec loss, Dictionary<string, Tensor> tensors)
    {
        try
        {
            return double.IsFinite(loss.Reduce(Input(tensors), Reduction.Sum).item<double>());
        }
        catch (RecipeException)
        {
            return false;
        }
    }

    /// <summary>A number for messages.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
