namespace Athanor.Trials;

/// <summary>How far a trial has come.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Step">Updates done.</param>
/// <param name="Metrics">The epoch's metrics by name.</param>
public sealed record TrialProgress(Trial Trial, long Step, IReadOnlyDictionary<string, double> Metrics);
