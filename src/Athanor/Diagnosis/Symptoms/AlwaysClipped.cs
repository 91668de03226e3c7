using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>Every gradient is far above the clipping threshold, which then sets the length of every step.</summary>
/// <remarks>Being clipped often is usual for transformers and recurrent nets; being clipped always and to a small part is a learning rate in disguise.</remarks>
internal sealed class AlwaysClipped : Symptom
{
    private const double Share = 0.95;
    private const double Excess = 10;
    private const int LeastUpdates = 20;

    /// <summary>A training that comes so far is not held back; Adam's steps don't depend on the gradient's size anyway.</summary>
    private const double Learned = 0.5;

    public override string Code => "always-clipped";

    public override Finding? Look(TrainingSignals signals)
    {
        if (FixedThreshold.Above(signals) is not { } threshold || signals.Updates.Count < LeastUpdates)
        {
            return null;
        }

        double share = signals.Updates.Average(update => update.GradientNorm > threshold ? 1.0 : 0);
        double median = DepthProfile.Median(signals.Updates.Select(update => update.GradientNorm).Where(double.IsFinite));
        return share < Share || median < Excess * threshold || signals.Progress > Learned ? null : new Finding
        {
            Symptom = Code,
            Severity = 0.6,
            SinceStep = 1,
            Meaning = $"{share:P0} of the gradients are above the threshold, usually {median / threshold:G3} times: it is the threshold that sets how long steps are.",
            Numbers = [Number("clippedShare", share), Number("medianNorm", median), Number("threshold", threshold)],
            Series = [Series("gradientNormByUpdate", signals.Updates.Select(update => update.GradientNorm))],
            Treatments = Remedies.For(Code),
        };
    }
}
