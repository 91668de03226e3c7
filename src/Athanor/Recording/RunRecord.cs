namespace Athanor.Recording;

/// <summary>A run as a store remembers it.</summary>
public sealed record RunRecord
{
    /// <summary>The run's name in the store: twelve hexadecimal digits; any prefix that no other run shares is enough to find it.</summary>
    public required string Id { get; init; }

    /// <summary>What was known at its start.</summary>
    public required RunStart Start { get; init; }

    /// <summary>How far it came; the fields below are 0 or null while it is running.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When it ended, in UTC, or null.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>When its writer was last known to be alive, in UTC (to about ten seconds).</summary>
    public DateTimeOffset Heartbeat { get; init; }

    /// <summary>The machine that it runs or ran on.</summary>
    public string Host { get; init; } = "";

    /// <summary>The process that it runs or ran in.</summary>
    public int ProcessId { get; init; }

    /// <summary>Updates of the weights.</summary>
    public long Steps { get; init; }

    /// <summary>Epochs that were completed.</summary>
    public int Epochs { get; init; }

    /// <summary>Parameters of the model, in numbers.</summary>
    public long Parameters { get; init; }

    /// <summary>Wall time of the training, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Absolute path of the final checkpoint's folder, or null.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Why it failed, stopped or diverged, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The final metrics by name, in ordinal order; empty until the run has ended.</summary>
    public IReadOnlyDictionary<string, double> Results { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);
}
