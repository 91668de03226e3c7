using Athanor.Data;
using Athanor.Losses;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Logits with the class that each place should have.</summary>
internal readonly struct Labelled
{
    private readonly TaskKind _kind;

    private Labelled(TaskKind kind, Tensor logits, Tensor labels, Tensor? shares, Tensor? factor) =>
        (_kind, Logits, Labels, Shares, Factor) = (kind, logits, labels, shares, factor);

    /// <summary>[samples, classes, …], or the labels' shape for yes or no.</summary>
    public Tensor Logits { get; }

    /// <summary>Class indexes by place, int64, 0 where a place does not count.</summary>
    public Tensor Labels { get; }

    /// <summary>Targets that are shares of the logits' shape rather than class indexes, float64; null where they are indexes.</summary>
    public Tensor? Shares { get; }

    /// <summary>What each place counts, of the labels' shape; null where all count 1.</summary>
    public Tensor? Factor { get; }

    /// <summary>Logits and labels of a batch, or a refusal that names the shapes of both, or the label that is no class.</summary>
    public static Labelled Of(in MetricInput x, TaskInfo task, string metric)
    {
        Tensor logits = x.Prediction;
        Tensor target = x.Target;
        if (task.Kind == TaskKind.Binary)
        {
            if (logits.numel() != target.numel())
            {
                throw Differ(x, metric);
            }

            (target, Tensor? counts) = Counted(x, target);
            Refuse(target, 1, "neither 0 nor 1 nor a share between them", metric);
            return new(task.Kind, logits.reshape(target.shape), (target > 0.5).to_type(ScalarType.Int64), target.to_type(ScalarType.Float64), counts);
        }

        long[] shape = logits.shape;
        if (logits.dim() == target.dim())
        {
            if (!shape.AsSpan().SequenceEqual(target.shape))
            {
                throw Differ(x, metric);
            }

            Tensor largest = target.argmax(1);
            return new(task.Kind, logits, largest, target.to_type(ScalarType.Float64), x.Factor(largest));
        }

        if (shape.Length < 2 || !target.shape.AsSpan().SequenceEqual([shape[0], .. shape[2..]]))
        {
            throw Differ(x, metric);
        }

        (Tensor labels, Tensor? factor) = Counted(x, target);
        Refuse(labels, shape[1] - 1, $"none of the {shape[1]} classes, 0 to {shape[1] - 1}", metric);
        return new(task.Kind, logits, labels.to_type(ScalarType.Int64), null, factor);
    }

    /// <summary>The class that the logits choose, by place.</summary>
    public Tensor Predicted() => _kind == TaskKind.Binary ? (Logits > 0).to_type(ScalarType.Int64) : Logits.argmax(1);

    /// <summary>Probabilities in float64: of yes by place, or of each class.</summary>
    public Tensor Probabilities() => _kind == TaskKind.Binary ? Logits.to_type(ScalarType.Float64).sigmoid() : Logits.to_type(ScalarType.Float64).softmax(1);

    /// <summary>The negative log-likelihood by place, in nats and float64.</summary>
    public Tensor NegativeLogLikelihood()
    {
        Tensor logits = Logits.to_type(ScalarType.Float64);
        if (_kind == TaskKind.Binary)
        {
            return Cost(Shares!, nn.functional.logsigmoid(logits)) + Cost(1 - Shares!, nn.functional.logsigmoid(-logits));
        }

        Tensor log = logits.log_softmax(1);
        return Shares is null ? -log.gather(1, Labels.unsqueeze(1)).squeeze(1) : Cost(Shares, log).sum(1);
    }

    /// <summary>Values by place as one row of the places that count, and what each counts in float64.</summary>
    /// <param name="byPlace">Of the labels' shape.</param>
    public Tensor Counting(Tensor byPlace) => Keep(byPlace.flatten());

    /// <summary>Values by class and place, [samples, classes, …], as [counting places, classes].</summary>
    public Tensor CountingByClass(Tensor byClass) => Keep(byClass.movedim([1L], [-1L]).reshape(-1, byClass.shape[1]));

    /// <summary>What each counting place counts, in float64.</summary>
    public Tensor CountingFactors() =>
        Factor is null ? ones(Labels.numel(), ScalarType.Float64, Labels.device) : Keep(Factor.expand(Labels.shape).flatten()).to_type(ScalarType.Float64);

    private static Tensor Cost(Tensor shares, Tensor log) => where(shares == 0, zeros_like(log), -shares * log);

    private static (Tensor Target, Tensor? Factor) Counted(in MetricInput x, Tensor target)
    {
        Tensor? factor = x.Factor(target);
        return (factor is null ? target : where(factor == 0, zeros_like(target), target), factor);
    }

    private static void Refuse(Tensor labels, double largest, string problem, string metric)
    {
        // Elsewhere than on the CPU to look would make every batch wait; there the loss has looked before training.
        if (labels.device_type != DeviceType.CPU || labels.numel() == 0)
        {
            return;
        }

        double high = labels.max().to_type(ScalarType.Float64).item<double>();
        double low = labels.min().to_type(ScalarType.Float64).item<double>();
        if (low < 0 || high > largest)
        {
            throw new RecipeException("out-of-range", "", $"metric {metric}: label {(low < 0 ? low : high)} is {problem}; correct it or mask its place");
        }
    }

    private static RecipeException Differ(in MetricInput x, string metric) =>
        new("shape", "", $"metric {metric}: logits {Places.Describe(x.Prediction)} and target {Places.Describe(x.Target)} do not fit");

    private Tensor Keep(Tensor rows) =>
        Factor is null ? rows : rows.index_select(0, (Factor.expand(Labels.shape).flatten() != 0).nonzero().squeeze(1));
}
