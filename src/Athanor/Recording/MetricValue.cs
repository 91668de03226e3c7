namespace Athanor.Recording;

/// <summary>One metric of a step, on its way to the store.</summary>
/// <param name="Key">The curve: <c>step/loss</c>, <c>validation/accuracy</c>.</param>
/// <param name="Value">The number; NaN and ±∞ are kept as such.</param>
public readonly record struct MetricValue(string Key, double Value);
