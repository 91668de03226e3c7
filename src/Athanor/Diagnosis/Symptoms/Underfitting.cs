using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The training loss has come to rest, or the training ended early or has no activation to bend with, and a look at each sample's nearest neighbours does much better than the model.</summary>
/// <remarks>The neighbours' answer is what proves that there is more to be learned; without that proof a high loss may be the data's noise.</remarks>
internal sealed class Underfitting : Symptom
{
    /// <summary>Error of the model's training answers beyond the neighbours', as a share of what a constant answer leaves.</summary>
    private const double Behind = 0.25;

    /// <summary>Change of the loss over the last third, as a share of the scale, that counts as rest.</summary>
    private const double Rest = 0.05;

    /// <summary>As <see cref="Behind"/>, where layers stand behind each other without an activation: that it can't bend is known, so a little proves that it must.</summary>
    private const double BehindOfLines = 0.02;

    /// <summary>Fall from the third quarter of the training to the last, as a share of the scale, that does not look like an end.</summary>
    private const double Falling = 0.03;

    /// <summary>How bad it is to end early: nothing is wrong with what was trained so far.</summary>
    private const double StillFalls = 0.4;

    /// <summary>A training that has come so far may end while it falls.</summary>
    private const double Learned = 0.5;

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
        if (signals.Divergence is not null || signals.Updates.Count == 0 || signals.Updates.All(update => update.GradientNorm == 0) || signals.Neighbours is not { } neighbours)
        {
            return null;
        }

        double model = Math.Max(signals.ProgressOfAnswers, signals.Progress);
        double behind = neighbours.Progress - model;
        if (signals.AnswersAreAffine && signals.Layers.Count > 1 && behind > BehindOfLines)
        {
            return Found(
                signals, neighbours, model, [.. signals.Layers.SkipLast(1).Select(layer => layer.Name)],
                $"No activation stands between the {signals.Layers.Count} layers: together they are one linear layer, which comes {model:P0} of the way; the nearest neighbours come {neighbours.Progress:P0}.");
        }

        if (!(neighbours.Progress > NeighboursAreGood && behind > Behind))
        {
            return null;
        }

        double scale = Learning.Scale(signals);
        double falls = signals.MeanLoss(0.5, 0.75) - signals.MeanLoss(0.75, 1);
        if (falls > Falling * scale && signals.Progress < Learned)
        {
            return Found(
                signals, neighbours, model, [],
                $"The training ended after {signals.Updates[^1].Step:N0} updates while its loss still fell, {model:P0} of the way; answering as the nearest neighbours do comes {neighbours.Progress:P0} of the way.",
                StillFalls);
        }

        double[] course = Learning.Course(signals);
        double[] end = course[(course.Length * 2 / 3)..];
        bool rests = course.Length >= 6 && Math.Abs(Learning.Slope(end)) * (end.Length - 1) < Rest * scale;
        return !rests ? null : Found(
            signals, neighbours, model, [],
            $"The training loss rests at {signals.EndLoss:G3}, {model:P0} of the way; answering as the nearest neighbours do comes {neighbours.Progress:P0} of the way: the model can't bend enough.");
    }

    private Finding Found(TrainingSignals signals, Neighbours neighbours, double model, string[] layers, string meaning, double severity = 0.5) => new()
    {
        Symptom = Code,
        Severity = severity,
        SinceStep = layers.Length > 0 ? 0 : signals.Updates[signals.Updates.Count * 2 / 3].Step,
        Layers = [.. layers],
        Meaning = meaning,
        Numbers = [Number("endLoss", signals.EndLoss), Number("constantLoss", signals.Chance), Number("progressOfModel", model), Number("progressOfNeighbours", neighbours.Progress)],
        Series = [Series("lossByTwentieth", Learning.Course(signals))],
        Treatments = Remedies.For(Code),
    };
}
