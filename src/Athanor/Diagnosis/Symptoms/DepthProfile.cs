using Athanor.Diagnosis.Signals;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The size of gradients over layers in the order in which they run, as a straight line through its logarithm.</summary>
internal static class DepthProfile
{
    /// <summary>What stands for a gradient of 0, which has no logarithm: below the least float32.</summary>
    private const double LogOfZero = -46;

    /// <summary>log₁₀ of a gradient's size.</summary>
    public static double Log(double gradient) => gradient > 0 ? Math.Max(Math.Log10(gradient), LogOfZero) : LogOfZero;

    /// <summary>
    /// How many powers of ten the gradient loses from the last layer to the first, by the slope of the line: above 0 where it vanishes, below 0 where it explodes.
    /// </summary>
    /// <remarks>The slope is the median over all pairs (Theil 1950, Sen 1968), so that one odd layer does not make a profile.</remarks>
    public static double Decay(IReadOnlyList<double> gradients)
    {
        int count = gradients.Count;
        if (count < 2 || gradients.Any(gradient => !double.IsFinite(gradient)))
        {
            return 0;
        }

        double[] logs = [.. gradients.Select(Log)];
        double[] slopes = [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(i + 1, count - i - 1).Select(j => (logs[j] - logs[i]) / (j - i)))];
        return Median(slopes) * (count - 1);
    }

    /// <summary>The gradients by the layers' outputs, at the looks that saw all of them.</summary>
    public static IEnumerable<GradientLook> OfOutputs(TrainingSignals signals) => signals.Looks
        .Where(look => look.Layers.All(layer => double.IsFinite(layer.OutputGradient)))
        .Select(look => new GradientLook(look.Step, [.. look.Layers.Select(layer => layer.OutputGradient)]));

    /// <summary>The greater loss of powers of ten, by weights or by outputs, over the first looks.</summary>
    public static (double Lost, double Gained) AtStart(TrainingSignals signals, int looks)
    {
        double weights = Decay(Typical([.. signals.Gradients.Take(looks)]));
        double outputs = Decay(Typical([.. OfOutputs(signals).Take(looks)]));
        return (Math.Max(weights, outputs), Math.Max(-weights, -outputs));
    }

    /// <summary>The middle value, or the mean of the two middle ones; NaN of none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }

    /// <summary>Each layer's median gradient over some looks.</summary>
    public static double[] Typical(IReadOnlyList<GradientLook> looks) => looks.Count == 0
        ? []
        : [.. Enumerable.Range(0, looks[0].Gradients.Length).Select(layer => Median(looks.Select(look => look.Gradients[layer])))];
}
