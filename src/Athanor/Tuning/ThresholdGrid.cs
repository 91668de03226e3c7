namespace Athanor.Tuning;

/// <summary>Which thresholds are tried: from a hundredth of what small norms are up to what large ones are, evenly on a log scale, rounded to 1, 2 or 5.</summary>
/// <remarks>A threshold of half the least norm cuts every update, so all below it differ only in the length of the step: that end is reached by growing.</remarks>
internal static class ThresholdGrid
{
    /// <summary>Below this percentile no threshold cuts peaks only.</summary>
    private const double Low = 10;

    private const double BelowLow = 100;
    private const int Points = 7;

    /// <summary>A run that explodes has norms of any size; thresholds that far above the small ones all do the same: nothing in time.</summary>
    private const double WidestRatio = 1e6;

    private static readonly double[] Mantissas = [1, 2, 5, 10];

    /// <summary>The first thresholds, ascending; empty where no norm is above 0.</summary>
    public static IReadOnlyList<double> Of(NormRecording recording)
    {
        double[] positive = [.. recording.Norms.Where(norm => norm > 0)];
        if (positive.Length == 0)
        {
            return [];
        }

        NormRecording usable = recording with { Norms = [.. positive] };
        double low = usable.Percentile(Low) / BelowLow;
        double high = Math.Clamp(usable.Percentile(100), low * BelowLow, low * WidestRatio);
        double step = Math.Pow(high / low, 1.0 / (Points - 1));
        return [.. Enumerable.Range(0, Points).Select(i => Round(low * Math.Pow(step, i))).Distinct()];
    }

    /// <summary>The next thresholds below the least one, a decade down.</summary>
    public static IReadOnlyList<double> Below(double least) => [Round(least / 10), Round(least / Math.Sqrt(10))];

    /// <summary>What lies half-way between the recommended threshold and its neighbours, where that is a number of its own; nothing where none is recommended.</summary>
    public static IReadOnlyList<double> Around(IReadOnlyList<ClippingCandidate> judged)
    {
        double[] thresholds = [.. judged.Select(candidate => candidate.MaxNorm).OfType<double>()];
        double? chosen = judged.FirstOrDefault(candidate => candidate.Verdict == ClippingVerdict.Recommended)?.MaxNorm;
        int place = chosen is { } bound ? Array.IndexOf(thresholds, bound) : -1;
        return place < 0
            ? []
            : [.. thresholds[Math.Max(place - 1, 0)..Math.Min(place + 2, thresholds.Length)].Select(other => Round(Math.Sqrt(other * chosen!.Value))).Except(thresholds).Distinct()];
    }

    /// <summary>The nearest number of the form 1, 2 or 5 times a power of 10, on a log scale.</summary>
    public static double Round(double value)
    {
        int exponent = (int)Math.Floor(Math.Log10(value));
        double mantissa = Mantissas.MinBy(candidate => Math.Abs(Math.Log(candidate) - Math.Log(value) + (exponent * Math.Log(10))));
        return double.Parse($"{mantissa:0}E{exponent}");
    }
}
