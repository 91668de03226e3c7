using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;
using Athanor.Training;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The answers have nothing to do with the inputs: labels shuffled, or a wrong column.</summary>
/// <remarks>
/// Two proofs: the training part is learned by heart while the validation part stays no better than a constant; or nothing is learned, and a sample's nearest neighbours say no
/// more of its class than a constant either. The second is asked of classes and of values over plain features: sequences have no useful distance.
/// </remarks>
internal sealed class UnlearnableLabels : Symptom
{
    /// <summary>Progress on the training part that no constant makes.</summary>
    private const double ByHeart = 0.2;

    /// <summary>Validation loss as a share of the constant's, at its best.</summary>
    private const double NoBetter = 0.97;

    /// <summary>The neighbours' progress that chance makes too.</summary>
    private const double Chance = 0.05;

    public override string Code => "unlearnable-labels";

    public override Finding? Look(TrainingSignals signals)
    {
        if (signals.Divergence is not null || signals.Updates.Count == 0)
        {
            return null;
        }

        string name = MetricNames.Of(MetricNames.Validation, MetricNames.Loss);
        double[] looks = [.. signals.Epochs.Where(epoch => epoch.Metrics.ContainsKey(name)).Select(epoch => epoch.Metrics[name])];
        double scale = Learning.Scale(signals);
        bool byHeart = looks.Length > 0 && looks.Min() >= NoBetter * scale && signals.Progress > ByHeart;
        bool nothing = signals.Progress < Learning.Nothing && signals.Neighbours is { Progress: < Chance } neighbours && (neighbours.IsClasses || signals.Task.InputShape.Count == 1);
        if ((!byHeart && !nothing) || signals.Neighbours is { Progress: > ByHeart })
        {
            return null;
        }

        return new Finding
        {
            Symptom = Code,
            Severity = 0.9,
            Meaning = byHeart
                ? $"The training loss has come {signals.Progress:P0} of the way, but the validation loss was never better than a constant answer's: what is learned holds for no other sample."
                : "Neither the model nor a look at each sample's nearest neighbours answers better than a constant: the labels do not follow from the inputs.",
            Numbers =
            [
                Number("progress", signals.Progress), Number("bestValidationLoss", looks.DefaultIfEmpty(double.NaN).Min()), Number("constantLoss", signals.Chance),
                Number("progressOfNeighbours", signals.Neighbours?.Progress ?? double.NaN),
            ],
            Series = [Series("validationLossByLook", looks)],
            Treatments = Remedies.For(Code),
        };
    }
}
