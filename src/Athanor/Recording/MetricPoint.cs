using System.Runtime.InteropServices;

namespace Athanor.Recording;

/// <summary>A point of a curve.</summary>
/// <param name="Step">Updates done when it was measured.</param>
/// <param name="Wall">When, in UTC.</param>
/// <param name="Value">The number; NaN and ±∞ included.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MetricPoint(long Step, DateTimeOffset Wall, double Value);
