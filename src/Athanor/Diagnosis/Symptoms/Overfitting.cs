using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;
using Athanor.Training;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The validation loss has passed its least value and climbs while the training loss goes on falling.</summary>
/// <remarks>In units of the best constant's loss: a validation loss that goes from 0.02 to 0.04 harms nobody. Source: Prechelt 1998 (generalization loss).</remarks>
internal sealed class Overfitting : Symptom
{
    /// <summary>How far the validation loss must have climbed above its least, as a share of the best constant's loss.</summary>
    private const double Climb = 0.1;

    /// <summary>As <see cref="Climb"/>, as a share of its own least.</summary>
    private const double RelativeClimb = 0.2;

    /// <summary>Training loss as a share of the validation loss at the end.</summary>
    private const double Gap = 0.5;

    /// <summary>Share of the highest climb at which the validation loss must have stayed: one that came back down was a rate's or a batch normalization's noise.</summary>
    private const double Stayed = 0.5;

    private const int LeastLooks = 3;

    public override string Code => "overfitting";

    public override IReadOnlyList<string> CausedBy => ["unlearnable-labels"];

    public override Finding? Look(TrainingSignals signals)
    {
        string name = MetricNames.Of(MetricNames.Validation, MetricNames.Loss);
        (long Step, double Loss)[] looks = [.. signals.Epochs.Where(epoch => epoch.Metrics.ContainsKey(name)).Select(epoch => (epoch.Step, epoch.Metrics[name]))];
        if (looks.Length < LeastLooks || looks.Any(look => !double.IsFinite(look.Loss)))
        {
            return null;
        }

        (long Step, double Loss) best = looks.MinBy(look => look.Loss);
        double last = Last(signals, name) ?? looks.TakeLast(2).Min(look => look.Loss);
        double scale = Learning.Scale(signals);
        if (last - best.Loss < Climb * scale
            || last < (1 + RelativeClimb) * best.Loss || signals.EndLoss > Gap * last || best.Loss > scale
            || last < Stayed * looks.Where(look => look.Step >= best.Step).Max(look => look.Loss))
        {
            return null;
        }

        return new Finding
        {
            Symptom = Code,
            Severity = Math.Clamp(0.3 + (0.3 * (last - best.Loss) / scale), 0.3, 0.8),
            SinceStep = best.Step,
            Meaning = $"Since step {best.Step:N0} the validation loss climbs, from {best.Loss:G3} to {last:G3}, while the training loss falls to {signals.EndLoss:G3}: single samples are learned by heart.",
            Numbers = [Number("bestValidationLoss", best.Loss), Number("lastValidationLoss", last), Number("trainingLoss", signals.EndLoss), Number("constantLoss", signals.Chance)],
            Series = [Series("validationLossByLook", looks.Select(look => look.Loss)), Series("lossByTwentieth", Learning.Course(signals))],
            Treatments = Remedies.For(Code),
        };
    }

    /// <summary>The validation loss of the weights that a training put back at its end: what it climbed to in between harms nobody then.</summary>
    private static double? Last(TrainingSignals signals, string name) =>
        signals.Recipe.RestoreBest && signals.Report is { } report && report.Metrics.TryGetValue(name, out double loss) ? loss : null;
}
