using Athanor.Diagnosis.Signals;
using Athanor.Reporting;
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

    /// <summary>What was seen of the training; null where there was none.</summary>
    internal TrainingCourse? Course { get; init; }

    /// <summary>The findings with their evidence, and maps and curves of what was seen, as a page.</summary>
    /// <param name="recipe">What was diagnosed.</param>
    /// <param name="name">The recipe's name for people; empty for none.</param>
    public ReportPage ToReport(Recipe recipe, string name = "")
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return DiagnosisReport.Page(this, recipe, name);
    }
}
