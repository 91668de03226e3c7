using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The clipping threshold is so far above every gradient that it could as well not be there.</summary>
internal sealed class NeverClipped : Symptom
{
    /// <summary>Threshold ÷ largest gradient. Below it the threshold may be a safety net, which is nothing to mend.</summary>
    private const double Distance = 100;

    private const int LeastUpdates = 20;

    public override string Code => "never-clipped";

    public override Finding? Look(TrainingSignals signals)
    {
        double largest = signals.Updates.Select(update => update.GradientNorm).DefaultIfEmpty(0).Max();
        return FixedThreshold.Below(signals) is not { } threshold || signals.Updates.Count < LeastUpdates || !(largest * Distance < threshold) || largest == 0
            ? null
            : new Finding
            {
                Symptom = Code,
                Severity = 0.1,
                SinceStep = 1,
                Meaning = $"The largest gradient of the whole training, {largest:G3}, is {threshold / largest:N0} times below the clipping threshold, which does nothing.",
                Numbers = [Number("largestNorm", largest), Number("threshold", threshold)],
                Treatments = Remedies.For(Code),
            };
    }
}
