namespace Athanor.Training;

/// <summary>What a training came to.</summary>
public sealed record RunReport
{
    /// <summary>How it ended.</summary>
    public required TrainingStatus Status { get; init; }

    /// <summary>Why it ended before its budget, in a few words; null where it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>Where it diverged, or null.</summary>
    public Divergence? Divergence { get; init; }

    /// <summary>Updates of the weights, skipped ones among them.</summary>
    public required long Steps { get; init; }

    /// <summary>Updates that were skipped because a gradient overflowed under fp16; null where the loss is not scaled.</summary>
    public long? SkippedSteps { get; init; }

    /// <summary>Epochs that were completed.</summary>
    public required int Epochs { get; init; }

    /// <summary>Final metrics by name (<c>train/loss</c>, <c>validation/accuracy</c>, <c>test/…</c>): what the recipe determines, in evaluation mode.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Numbers in the model's parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Wall time from the first step to the end of the last, looks at validation included, final evaluation not.</summary>
    public required double Seconds { get; init; }
}
