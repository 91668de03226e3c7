using Athanor.Specs;

namespace Athanor.Tuning;

/// <summary>A threshold that a <see cref="ClippingSearch"/> has tried.</summary>
public sealed record ClippingCandidate
{
    /// <summary>The threshold on the gradient's 2-norm; null for no clipping.</summary>
    public required double? MaxNorm { get; init; }

    /// <summary>The share of the unclipped run's updates whose norm was above it, within [0, 1].</summary>
    public required double Cut { get; init; }

    /// <summary>The metric, a value a seed; NaN where the trial diverged or failed.</summary>
    public required ValueList<double> Values { get; init; }

    /// <summary>Trials that completed.</summary>
    public required int Trained { get; init; }

    /// <summary>Trials that diverged.</summary>
    public required int Diverged { get; init; }

    /// <summary>Trials that failed for another reason.</summary>
    public required int Failed { get; init; }

    /// <summary>How it did.</summary>
    public ClippingVerdict Verdict { get; init; }

    /// <summary>The mean over the seeds that trained; NaN where none did.</summary>
    public double Mean => Values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Where it stands among thresholds: no clipping is the largest.</summary>
    internal double Order => MaxNorm ?? double.PositiveInfinity;
}
