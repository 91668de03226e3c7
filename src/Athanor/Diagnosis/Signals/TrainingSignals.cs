using Athanor.Data;
using Athanor.Training;

namespace Athanor.Diagnosis.Signals;

/// <summary>All that was seen of a training: what symptoms are judged by.</summary>
internal sealed class TrainingSignals
{
    /// <summary>Entries kept of a series that grows with the training.</summary>
    private const int MostUpdates = 65_536;
    private const int MostGradients = 4096;
    private const int MostLooks = 512;

    public required Recipe Recipe { get; init; }

    public required TaskInfo Task { get; init; }

    public required TrainingPlan Plan { get; init; }

    public required DataFacts Data { get; init; }

    public required Watched Model { get; init; }

    /// <summary>The activation that the model's answers look as if they came out of (<c>softmax</c>, <c>sigmoid</c>), by their values before training; or null.</summary>
    public string? OutputLooksLike { get; set; }

    /// <summary>Whether the model's answers are an affine function of its inputs.</summary>
    public bool AnswersAreAffine { get; init; }

    /// <summary>The loss of the best constant answer on the training part; NaN where there is none.</summary>
    public double Chance { get; init; } = double.NaN;

    /// <summary>As <see cref="Chance"/>, of the metrics: <c>accuracy</c> is the share of the most frequent class.</summary>
    public required IReadOnlyDictionary<string, double> ChanceMetrics { get; init; }

    /// <summary>What answering as the nearest samples do would come to; null where that can't be asked.</summary>
    public Neighbours? Neighbours { get; init; }

    public Thinned<UpdatePoint> Updates { get; } = new(MostUpdates);

    public Thinned<GradientLook> Gradients { get; } = new(MostGradients);

    public Thinned<Look> Looks { get; } = new(MostLooks);

    public Thinned<TimeLook> Times { get; } = new(MostLooks);

    /// <summary>The metrics of each epoch, and of each look at the validation part, with the update behind which they were measured.</summary>
    public List<(long Step, IReadOnlyDictionary<string, double> Metrics)> Epochs { get; } = [];

    /// <summary>What the training came to; null while it runs.</summary>
    public RunReport? Report { get; set; }

    /// <summary>Where it stopped being finite, or null.</summary>
    public Divergence? Divergence { get; set; }

    public IReadOnlyList<WatchedLayer> Layers => Model.Layers;

    public IEnumerable<double> Losses => Updates.Select(update => update.Loss);

    /// <summary>Mean loss over the last tenth of the updates; +∞ where the training diverged.</summary>
    public double EndLoss => Divergence is not null ? double.PositiveInfinity : MeanLoss(0.9, 1);

    /// <summary>Mean loss between two shares of the training.</summary>
    public double MeanLoss(double from, double to)
    {
        int first = Math.Min((int)(from * Updates.Count), Math.Max(0, Updates.Count - 1));
        int last = Math.Max(first + 1, (int)(to * Updates.Count));
        return Updates.Count == 0 ? double.NaN : Updates.Skip(first).Take(last - first).Average(update => update.Loss);
    }

    /// <summary>
    /// How much of the way from the best constant's loss to 0 the training loss has come: 0 where nothing of the inputs was used. Never asks the validation part.
    /// </summary>
    public double Progress
    {
        get
        {
            double from = double.IsFinite(Chance) && Chance > 0 ? Chance : MeanLoss(0, 0.02);
            return from > 0 && double.IsFinite(from) ? (from - EndLoss) / from : double.NaN;
        }
    }

    /// <summary>As <see cref="Progress"/>, of the training part's wrong answers where they are counted.</summary>
    public double ProgressOfAnswers
    {
        get
        {
            double constant = ChanceMetrics.GetValueOrDefault("accuracy", double.NaN);
            double accuracy = Report?.Metrics.GetValueOrDefault(MetricNames.Of(MetricNames.Train, "accuracy"), double.NaN) ?? double.NaN;
            return constant < 1 && double.IsFinite(accuracy) ? 1 - ((1 - accuracy) / (1 - constant)) : Progress;
        }
    }
}
