using Athanor.Diagnosis.Signals;
using Athanor.Training;

namespace Athanor.Diagnosis;

/// <summary>What a watched training came to.</summary>
/// <param name="Findings">What was found, worst first.</param>
/// <param name="Report">What the training came to; null where it could not begin.</param>
/// <param name="ConstantLoss">The best constant answer's loss on the training part; NaN where there is none.</param>
internal sealed record Examination(IReadOnlyList<Finding> Findings, RunReport? Report, double ConstantLoss)
{
    /// <summary>What was seen; null where the training could not begin.</summary>
    public TrainingCourse? Course { get; init; }
}
