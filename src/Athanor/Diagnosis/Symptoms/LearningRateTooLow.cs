using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>Steps so short that the budget ends long before the loss stops falling.</summary>
/// <remarks>
/// The sum of relative updates over the whole training bounds how far the weights can have come. Where that is little, the loss still falls evenly and is still high, the
/// steps were too short for the budget. A tiny rate over a long schedule comes far, and is no finding.
/// </remarks>
internal sealed class LearningRateTooLow : Symptom
{
    /// <summary>How far the weights may have moved, as a share of their size, in a training that hardly began.</summary>
    private const double LittleWay = 0.15;

    /// <summary>Progress of a training that has got somewhere.</summary>
    private const double Learned = 0.5;

    public override string Code => "lr-too-low";

    public override IReadOnlyList<string> CausedBy => ["vanishing-gradient", "dead-relu", "always-clipped", "loss-output-mismatch", "bad-initialization", "saturated-activation"];

    public override Finding? Look(TrainingSignals signals)
    {
        if (signals.Looks.Count == 0 || signals.Divergence is not null || !(signals.Progress < Learned))
        {
            return null;
        }

        double way = Way(signals);
        double[] course = Learning.Course(signals);
        if (way > LittleWay || way == 0)
        {
            return null;
        }

        return new Finding
        {
            Symptom = Code,
            Severity = signals.Progress < Learning.Nothing ? 0.8 : 0.5,
            SinceStep = 1,
            Meaning = $"All updates together can have moved the weights by {way:P1} of their size at most; the training loss has come {Math.Max(0, signals.Progress):P0} of the way.",
            Numbers =
            [
                Number("learningRate", signals.Updates.Max(update => update.LearningRate)),
                Number("wayOfWeights", way),
                Number("medianUpdateRatio", DepthProfile.Median(signals.Looks.Select(Learning.UpdateRatio))),
                Number("progress", signals.Progress),
            ],
            Series = [Series("lossByTwentieth", course)],
            Treatments = Remedies.For(Code),
        };
    }

    /// <summary>The sum of the layers' median relative updates, between looks taken as that of the next look.</summary>
    public static double Way(TrainingSignals signals)
    {
        double way = 0;
        long step = 0;
        foreach (Look look in signals.Looks)
        {
            way += (look.Step - step) * Learning.UpdateRatio(look);
            step = look.Step;
        }

        return way + ((signals.Updates[^1].Step - step) * Learning.UpdateRatio(signals.Looks[^1]));
    }
}
