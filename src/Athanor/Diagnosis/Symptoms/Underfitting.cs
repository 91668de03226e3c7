using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The training loss has come to rest, and a look at each sample's nearest neighbours does much better than the model.</summary>
/// <remarks>The neighbours' answer is what proves that there is more to be learned; without that proof a high loss may be the data's noise.</remarks>
internal sealed class Underfitting : Symptom
{
    /// <summary>Error of the model's training answers beyond the neighbours', as a share of what a constant answer leaves.</summary>
    private const double Behind = 0.25;

    /// <summary>Change of the loss over the last third, as a share of the scale, that counts as rest.</summary>
    private const double Rest = 0.05;

    /// <summary>The neighbours must be good themselves.</summary>
    private const double NeighboursAreGood = 0.5;

    public override string Code => "underfitting";

    public override IReadOnlyList<string> CausedBy =>
    [
        "vanishing-gradient", "exploding-gradient", "dead-relu", "saturated-activation", "lr-too-high", "lr-too-low", "bad-initialization", "unscaled-data", "unlearnable-labels",
        "loss-output-mismatch", "always-clipped", "oscillating-loss", "tiny-batch-norm",
    ];

    public override Finding? Look(TrainingSignals signals)
    {
        double[] course = Learning.Course(signals);
        if (signals.Divergence is not null || course.Length < 6 || signals.Updates.All(update => update.GradientNorm == 0) || signals.Neighbours is not { } neighbours || !(neighbours.Progress > NeighboursAreGood))
        {
            return null;
        }

        double scale = Learning.Scale(signals);
        double model = Math.Max(signals.ProgressOfAnswers, signals.Progress);
        double[] end = course[(course.Length * 2 / 3)..];
        bool rests = Math.Abs(Learning.Slope(end)) * (end.Length - 1) < Rest * scale;
        return !rests || !(neighbours.Progress - model > Behind) ? null : new Finding
        {
            Symptom = Code,
            Severity = 0.5,
            SinceStep = signals.Updates[signals.Updates.Count * 2 / 3].Step,
            Meaning = $"The training loss rests at {signals.EndLoss:G3}, {model:P0} of the way; answering as the nearest neighbours do comes {neighbours.Progress:P0} of the way: the model can't bend enough.",
            Numbers = [Number("endLoss", signals.EndLoss), Number("constantLoss", signals.Chance), Number("progressOfModel", model), Number("progressOfNeighbours", neighbours.Progress)],
            Series = [Series("lossByTwentieth", course)],
            Treatments = Remedies.For(Code),
        };
    }
}
