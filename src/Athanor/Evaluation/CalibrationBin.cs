namespace Athanor.Evaluation;

/// <summary>The samples whose confidence lies in one range.</summary>
/// <param name="From">Lower end of the range, part of it.</param>
/// <param name="To">Upper end; part of the range only where it is 1.</param>
/// <param name="Count">How many samples.</param>
/// <param name="Confidence">Their mean confidence; 0 where there is none.</param>
/// <param name="Accuracy">The share of them that is right; 0 where there is none.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Accuracy);
