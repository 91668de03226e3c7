using Athanor.Training;

namespace Athanor.Recording;

/// <summary>What a run came to.</summary>
public sealed record RunEnd
{
    /// <summary>How it ended; not <see cref="RunStatus.Running"/>.</summary>
    public required RunStatus Status { get; init; }

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

    /// <summary>Why it failed, stopped or diverged, in one line; null where there is nothing to say.</summary>
    public string? Error { get; init; }

    /// <summary>The final metrics by name (<c>test/accuracy</c>): what the recipe determines, kept bit for bit, NaN and ±∞ included.</summary>
    public IReadOnlyDictionary<string, double> Results { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What a training came to, as it reported it.</summary>
    internal static RunEnd Of(RunReport report) => new()
    {
        Status = report.Status.ToRunStatus(),
        Steps = report.Steps,
        Epochs = report.Epochs,
        Parameters = report.Parameters,
        Seconds = report.Seconds,
        Error = report.Reason,
        Results = report.Metrics,
    };
}
