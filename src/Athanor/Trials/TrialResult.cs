using Athanor.Recording;
using Athanor.Training;

namespace Athanor.Trials;

/// <summary>What a trial came to.</summary>
public sealed record TrialResult
{
    /// <summary>Completed or diverged (results), failed (an accident), stopped or interrupted.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Final metrics by name; empty unless completed.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What was found wrong, worst first; empty where nobody watched.</summary>
    public IReadOnlyList<FindingRecord> Findings { get; init; } = [];

    /// <summary>Updates of the weights.</summary>
    public long Steps { get; init; }

    /// <summary>Epochs that were completed.</summary>
    public int Epochs { get; init; }

    /// <summary>Numbers in the model's parameters.</summary>
    public long Parameters { get; init; }

    /// <summary>Wall time of the training, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it failed, diverged or stopped, in one line; null where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>The run in the store that holds it; empty where there is none.</summary>
    public string Run { get; init; } = "";

    /// <summary>Whether it was found in the store instead of being trained now.</summary>
    public bool Reused { get; init; }

    internal static TrialResult Of(RunReport report) => new()
    {
        Status = report.Status.ToRunStatus(),
        Metrics = report.Metrics,
        Steps = report.Steps,
        Epochs = report.Epochs,
        Parameters = report.Parameters,
        Seconds = report.Seconds,
        Reason = report.Reason,
    };

    internal static TrialResult Of(RunRecord run) => new()
    {
        Status = run.Status,
        Metrics = run.Results,
        Steps = run.Steps,
        Epochs = run.Epochs,
        Parameters = run.Parameters,
        Seconds = run.Seconds,
        Reason = run.Error,
        Run = run.Id,
        Reused = true,
    };
}
