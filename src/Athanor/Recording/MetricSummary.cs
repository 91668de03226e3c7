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
public readonly record struct MetricSummary(string Key, long Count, long LastStep, double Last, double Min, double Max);
