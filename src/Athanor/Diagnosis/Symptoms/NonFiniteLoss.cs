using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The loss or its gradient became NaN or infinite, and the training ended there.</summary>
/// <remarks>The fact itself; what led there stands beside it.</remarks>
internal sealed class NonFiniteLoss : Symptom
{
    private const int Shown = 50;

    public override string Code => "non-finite-loss";

    public override Finding? Look(TrainingSignals signals) => signals.Divergence is not { } divergence ? null : new Finding
    {
        Symptom = Code,
        Severity = 1,
        SinceStep = divergence.Step,
        Layers = divergence.LargestGradient.LastIndexOf('.') is > 0 and var dot ? [divergence.LargestGradient[..dot]] : [],
        Meaning = $"At step {divergence.Step} the loss or its gradient was no longer a finite number, and the training ended there.",
        Numbers = [Number("loss", divergence.Loss), Number("gradientNorm", divergence.GradientNorm)],
        Series = [Series("lastLosses", signals.Losses.TakeLast(Shown)), Series("lastGradientNorms", signals.Updates.TakeLast(Shown).Select(update => update.GradientNorm))],
        Treatments = Remedies.For(Code),
    };
}
