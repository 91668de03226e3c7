using Athanor.Diagnosis.Signals;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>What several rules ask of the course of a training.</summary>
internal static class Learning
{
    /// <summary>Progress below which nothing is learned: the loss of the best constant wobbles by a few per cent.</summary>
    public const double Nothing = 0.05;

    /// <summary>Pieces into which the course is cut; means over them have little of single batches' noise.</summary>
    private const int Pieces = 20;

    /// <summary>Updates a piece, so that a piece's mean is steady.</summary>
    private const int LeastUpdates = 8;

    /// <summary>Mean loss over each twentieth of the training (fewer and longer pieces of a short one).</summary>
    public static double[] Course(TrainingSignals signals)
    {
        double[] losses = [.. signals.Losses.Where(double.IsFinite)];
        int pieces = Math.Min(Pieces, (losses.Length + LeastUpdates - 1) / LeastUpdates);
        return [.. Enumerable.Range(0, pieces).Select(i => losses[(i * losses.Length / pieces)..((i + 1) * losses.Length / pieces)].Average())];
    }

    /// <summary>The layers' median relative update at a look.</summary>
    public static double UpdateRatio(Look look) => DepthProfile.Median(look.Layers.Select(layer => layer.UpdateRatio).Where(double.IsFinite));

    /// <summary>A loss to measure by: the best constant's, or the first ones where there is none.</summary>
    public static double Scale(TrainingSignals signals) => double.IsFinite(signals.Chance) && signals.Chance > 0 ? signals.Chance : Math.Abs(signals.MeanLoss(0, 0.02));

    /// <summary>Slope of a straight line through the values, by value and place.</summary>
    public static double Slope(IReadOnlyList<double> values)
    {
        double middle = (values.Count - 1) / 2.0;
        double mean = values.Average();
        double above = 0;
        double below = 0;
        for (int i = 0; i < values.Count; i++)
        {
            above += (i - middle) * (values[i] - mean);
            below += (i - middle) * (i - middle);
        }

        return below == 0 ? 0 : above / below;
    }
}
