namespace Athanor.Metrics;

/// <summary>The places whose confidence lies in one bin of a reliability diagram.</summary>
/// <param name="Count">What they count: their number, or their weights added up.</param>
/// <param name="Confidence">Their mean confidence; 0 in an empty bin.</param>
/// <param name="Accuracy">The share of them that is right; 0 in an empty bin.</param>
public readonly record struct ReliabilityBin(double Count, double Confidence, double Accuracy);
