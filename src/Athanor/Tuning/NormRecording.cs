using Athanor.Evaluation;
using Athanor.Specs;

namespace Athanor.Tuning;

/// <summary>The gradient norms of a run without clipping: what thresholds are measured by.</summary>
public sealed record NormRecording
{
    /// <summary>The run in the store.</summary>
    public required string Run { get; init; }

    /// <summary>Whether the run diverged.</summary>
    public required bool Diverged { get; init; }

    /// <summary>Updates until it ended.</summary>
    public required long Steps { get; init; }

    /// <summary>The 2-norm of the mean gradient at each update, in order; an update that diverged has none.</summary>
    public required ValueList<double> Norms { get; init; }

    /// <summary>The norm below which <paramref name="percent"/> of the updates lie, linear between two; NaN without any.</summary>
    /// <param name="percent">Within [0, 100].</param>
    public double Percentile(double percent) => Norms.Count == 0 ? double.NaN : Descriptive.Quantile([.. Norms], percent / 100);

    /// <summary>The share of updates whose norm is above <paramref name="threshold"/>; 0 without any.</summary>
    public double ShareAbove(double threshold) => Norms.Count == 0 ? 0 : (double)Norms.Count(norm => norm > threshold) / Norms.Count;
}
