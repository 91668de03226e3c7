using Athanor.Data;
using Athanor.Diagnosis.Repairs;
using Athanor.Recording;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Diagnosis;

/// <summary>The clinic as it watches a trial: a treated training is judged by what the sick one was judged by.</summary>
internal sealed class ClinicWatch : TrialWatch
{
    public const string WatchName = "clinic";

    public override string Name => WatchName;

    public override TrialResult Run(Recipe recipe, DataSplit data, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        using var trainer = Trainer.ForDiagnosis(recipe, data);
        Examination seen = Clinic.Examine(trainer, badData: null, observers, cancellation);
        FindingRecord[] findings = [.. seen.Findings.Select(finding => finding.ToRecord())];
        if (seen.Report is not { } report)
        {
            return new TrialResult { Status = RunStatus.Failed, Reason = seen.Findings[0].Meaning, Findings = findings };
        }

        // Beside the loss it is what a repair is measured by, and a trial that is used again must still know it.
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, double value) in report.Metrics)
        {
            metrics[name] = value;
        }

        metrics[LossLeft.Constant] = seen.ConstantLoss;
        return TrialResult.Of(report) with { Metrics = metrics, Findings = findings };
    }
}
