namespace Athanor.Evaluation;

/// <summary>A figure of one sample.</summary>
/// <remarks>Such as <see cref="Descriptive.Mean"/>, <see cref="Descriptive.Median"/> or <see cref="Descriptive.InterquartileMean"/>.</remarks>
/// <param name="values">The sample, in any order.</param>
public delegate double SampleStatistic(ReadOnlySpan<double> values);
