namespace Athanor.Cli.Documents;

/// <summary>What <c>evaluate --json</c> prints.</summary>
internal sealed record EvaluateDocument
{
    public string Verb { get; } = "evaluate";

    /// <summary>Absolute path of the checkpoint's folder.</summary>
    public required string Checkpoint { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>Which weights: <c>live</c>, or <c>average</c>.</summary>
    public required string Weights { get; init; }

    /// <summary>The part of the recipe's data, or null where a file was given.</summary>
    public string? Part { get; init; }

    /// <summary>Absolute path of the file, or null where a part of the recipe's data was taken.</summary>
    public string? Data { get; init; }

    public required long Samples { get; init; }

    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>What training recorded of the same part, where it did.</summary>
    public IReadOnlyDictionary<string, double>? Recorded { get; init; }

    /// <summary>With --calibrate; else null.</summary>
    public CalibrationDocument? Calibration { get; init; }
}
