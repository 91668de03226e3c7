using System.Runtime.InteropServices;

namespace Athanor.Recording;

/// <summary>A curve in a few numbers.</summary>
/// <param name="Key">The curve.</param>
/// <param name="Count">How many points it has.</param>
/// <param name="LastStep">The largest step.</param>
/// <param name="Last">The value there.</param>
/// <param name="Min">The least value that is a number (−∞ counts, NaN does not); NaN where no value is one.</param>
/// <param name="Max">The greatest value that is a number (+∞ counts, NaN does not); NaN where no value is one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MetricSummary(string Key, long Count, long LastStep, double Last, double Min, double Max)
{
    /// <summary>The summary of a curve without points.</summary>
    public static MetricSummary Empty(string key) => new(key, 0, long.MinValue, double.NaN, double.NaN, double.NaN);

    /// <summary>The summary of these points, each step once, in any order.</summary>
    public static MetricSummary Of(string key, IEnumerable<MetricPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var summary = Empty(key);
        foreach (var point in points)
        {
            summary = summary.With(point.Step, point.Value);
        }

        return summary;
    }

    /// <summary>The summary with one more point, of a step that was not there.</summary>
    public MetricSummary With(long step, double value) => new(
        Key,
        Count + 1,
        Math.Max(step, LastStep),
        step >= LastStep ? value : Last,
        value < Min || double.IsNaN(Min) ? value : Min,
        value > Max || double.IsNaN(Max) ? value : Max);
}
