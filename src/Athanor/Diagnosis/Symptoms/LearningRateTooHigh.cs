using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>Steps so long that they leave the region in which the gradient tells the truth.</summary>
/// <remarks>
/// A rate is too high by its consequences: the loss climbs away from where it began, or never settles below the best constant's, while one update changes layers by
/// a large share of their weights. At the first step the gradient must be of usual size: else initial weights or data are to blame.
/// </remarks>
internal sealed class LearningRateTooHigh : Symptom
{
    /// <summary>Relative change of a layer by one update. 0.001 is usual (Karpathy's recipe); 0.1 turns the weights over in ten steps.</summary>
    private const double LongStep = 0.05;

    /// <summary>A loss that climbs to so many times the first or the best constant's.</summary>
    private const double Climbed = 2;

    private const double ShareOfLooks = 0.5;

    /// <summary>Looks at the steps by which a rate is judged: later the weights may have grown to suit it.</summary>
    private const int FirstLooks = 8;

    public override string Code => "lr-too-high";

    public override IReadOnlyList<string> CausedBy => ["exploding-gradient", "unscaled-data", "bad-initialization"];

    /// <summary>Whether an early update changed a layer by a large share of its weights.</summary>
    public static bool StepsAreLong(TrainingSignals signals) => Longest(signals) > LongStep;

    public override Finding? Look(TrainingSignals signals)
    {
        if (signals.Updates.Count < 2)
        {
            return null;
        }

        double scale = Math.Max(Learning.Scale(signals), signals.Updates[0].Loss);
        double highest = signals.Losses.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        double[] ratios = [.. signals.Looks.Select(Learning.UpdateRatio)];
        double longest = Longest(signals);
        bool climbs = signals.Divergence is not null || highest > Climbed * scale;
        bool stays = signals.Progress < Learning.Nothing && ratios.Take(FirstLooks).Count(ratio => ratio > LongStep) >= ShareOfLooks * Math.Min(FirstLooks, ratios.Length);
        bool recovers = signals.Divergence is null && signals.Progress > 0.5;
        if (!(StepsAreLong(signals) && (climbs || stays)) || recovers)
        {
            return null;
        }

        return new Finding
        {
            Symptom = Code,
            Severity = signals.Divergence is not null || signals.Progress < Learning.Nothing ? 0.9 : 0.5,
            SinceStep = signals.Looks.First(look => Learning.UpdateRatio(look) > LongStep).Step,
            Meaning = $"One update changes a layer by up to {longest:P0} of its weights, and the loss {(climbs ? $"climbs to {highest / scale:G3} times where it began" : "never settles below that of a constant answer")}.",
            Numbers =
            [
                Number("learningRate", signals.Updates.Max(update => update.LearningRate)),
                Number("largestUpdateRatio", longest),
                Number("highestLoss", highest),
                Number("firstLoss", signals.Updates[0].Loss),
                Number("constantLoss", signals.Chance),
            ],
            Series = [Series("lossByUpdate", signals.Losses), Series("updateRatioByLook", ratios)],
            Treatments = Remedies.For(Code),
        };
    }

    private static double Longest(TrainingSignals signals) => signals.Looks.Take(FirstLooks).Select(Learning.UpdateRatio).DefaultIfEmpty(0).Max();
}
