using Athanor.Training;

namespace Athanor.Diagnosis;

/// <summary>What a diagnosis came to.</summary>
/// <param name="Run">The run's id in the store.</param>
/// <param name="Findings">What was found, worst first.</param>
/// <param name="Report">What the training came to; null where there was nothing to train, or it could not begin.</param>
public sealed record DiagnosisResult(string Run, IReadOnlyList<Finding> Findings, RunReport? Report)
{
    /// <summary>The best constant answer's loss on the training part; NaN where there is none. What a repair is measured by.</summary>
    public double ConstantLoss { get; init; } = double.NaN;
}
