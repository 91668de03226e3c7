using System.Runtime.InteropServices;

namespace Athanor.Tracking;

/// <summary>A metric on its way to the disk: <paramref name="Wall"/> in microseconds, <paramref name="Run"/> the run's number.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MetricRow(long Run, string Key, long Step, long Wall, double Value);
