using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The training loss stays that of a constant answer, and no other finding says why.</summary>
internal sealed class NoLearning : Symptom
{
    private const int LeastUpdates = 5;

    public override string Code => "no-learning";

    public override IReadOnlyList<string> CausedBy =>
    [
        "vanishing-gradient", "exploding-gradient", "dead-relu", "saturated-activation", "lr-too-high", "lr-too-low", "bad-initialization", "unscaled-data", "unlearnable-labels",
        "loss-output-mismatch", "underfitting", "tiny-batch-norm", "always-clipped", "non-finite-loss",
    ];

    public override Finding? Look(TrainingSignals signals)
    {
        bool noGradient = signals.Gradients.Count > 0 && signals.Updates.All(update => update.GradientNorm == 0);
        if (!noGradient && (signals.Updates.Count < LeastUpdates || signals.Divergence is not null || !(signals.Progress < Learning.Nothing)))
        {
            return null;
        }

        return new Finding
        {
            Symptom = Code,
            Severity = noGradient ? 1 : 0.85,
            SinceStep = 1,
            Layers = noGradient ? [.. signals.Layers.Select(layer => layer.Name)] : [],
            Meaning = noGradient
                ? "Every gradient is exactly 0: the loss does not depend on any parameter that is trained."
                : $"After {signals.Updates[^1].Step:N0} updates the training loss, {signals.EndLoss:G4}, is still that of a constant answer, {signals.Chance:G4}.",
            Numbers = [Number("endLoss", signals.EndLoss), Number("constantLoss", signals.Chance), Number("progress", signals.Progress), Number("largestGradientNorm", signals.Updates.Max(update => update.GradientNorm))],
            Series = [Series("lossByTwentieth", Learning.Course(signals))],
            Treatments = Remedies.For(Code),
        };
    }
}
