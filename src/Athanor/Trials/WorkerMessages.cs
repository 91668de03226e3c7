using System.Text.Json;
using System.Text.Json.Serialization;
using Athanor.Recording;

namespace Athanor.Trials;

/// <summary>What parent and worker tell each other: one JSON object a line.</summary>
internal static class WorkerMessages
{
    /// <summary>Begins each line that is a message, so that what a program prints of its own is not taken for one.</summary>
    public const string Prefix = "\u0001athanor ";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Write<T>(T message) => Prefix + JsonSerializer.Serialize(message, Options);

    /// <summary>The message in a line, or default for a line that is none.</summary>
    public static T? Read<T>(string line) => line.StartsWith(Prefix, StringComparison.Ordinal)
        ? JsonSerializer.Deserialize<T>(line.AsSpan(Prefix.Length), Options)
        : default;
}

/// <summary>Parent to worker: train this.</summary>
/// <param name="Recipe">Canonical JSON.</param>
/// <param name="Fingerprint">The recipe's fingerprint: a worker that would train something else says so.</param>
/// <param name="BaseFolder">Where relative paths start.</param>
/// <param name="Watch">Who watches, or null.</param>
internal sealed record TrialRequest(string Recipe, string Fingerprint, string BaseFolder, string? Watch = null);

/// <summary>Worker to parent: ready, an epoch, or the end.</summary>
internal sealed record TrialEvent
{
    /// <summary>Whether the worker waits for its first request.</summary>
    public bool Ready { get; init; }

    /// <summary>The update after which <see cref="Metrics"/> were measured.</summary>
    public long Step { get; init; }

    /// <summary>An epoch's metrics, or null.</summary>
    public Dictionary<string, double>? Metrics { get; init; }

    /// <summary>The trial's result, or null while it is under way.</summary>
    public WorkerResult? Result { get; init; }
}

/// <summary>A trial's result on its way to the parent.</summary>
internal sealed record WorkerResult(
    RunStatus Status, Dictionary<string, double> Metrics, long Steps, int Epochs, long Parameters, double Seconds, string? Reason)
{
    /// <summary>The code and path of a refusal, where the recipe could not be trained.</summary>
    public string? RefusalCode { get; init; }

    /// <summary>The refused place.</summary>
    public string? RefusalPath { get; init; }

    /// <summary>What was found, worst first.</summary>
    public WorkerFinding[] Findings { get; init; } = [];

    public static WorkerResult Of(TrialResult result) =>
        new(result.Status, new(result.Metrics, StringComparer.Ordinal), result.Steps, result.Epochs, result.Parameters, result.Seconds, result.Reason)
        {
            Findings = [.. result.Findings.Select(finding => new WorkerFinding(finding.Symptom, finding.Severity, finding.SinceStep, [.. finding.Layers], finding.EvidenceJson))],
        };

    public TrialResult ToResult() => RefusalCode is { } code
        ? throw new Specs.RecipeException(code, RefusalPath ?? "", Reason ?? "refused")
        : new TrialResult
        {
            Status = Status,
            Metrics = new SortedDictionary<string, double>(Metrics, StringComparer.Ordinal),
            Steps = Steps,
            Epochs = Epochs,
            Parameters = Parameters,
            Seconds = Seconds,
            Reason = Reason,
            Findings = [.. Findings.Select(finding => new FindingRecord
            {
                Symptom = finding.Symptom, Severity = finding.Severity, SinceStep = finding.SinceStep, Layers = [.. finding.Layers], EvidenceJson = finding.EvidenceJson,
            })],
        };
}

/// <summary>A finding on its way to the parent.</summary>
internal sealed record WorkerFinding(string Symptom, double Severity, long SinceStep, string[] Layers, string EvidenceJson);
