using System.Text.Json.Nodes;

namespace Athanor.Cli.Documents;

/// <summary>What <c>predict --json</c> prints of a checkpoint.</summary>
internal sealed record PredictDocument
{
    public string Verb { get; } = "predict";

    /// <summary>Absolute path of the checkpoint's folder.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>What was asked of the model: <c>regression</c>, <c>binary</c> or <c>multi-class</c>.</summary>
    public required string Task { get; init; }

    /// <summary>The part of the recipe's data, or null where a file was given.</summary>
    public string? Part { get; init; }

    /// <summary>Absolute path of the file, or null where a part of the recipe's data was taken.</summary>
    public string? Data { get; init; }

    public required long Samples { get; init; }

    public required double Temperature { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>A row a sample, by column; null where they went to a file.</summary>
    public JsonNode? Predictions { get; init; }

    /// <summary>Absolute path of the file that holds them, or null.</summary>
    public string? Out { get; init; }
}
