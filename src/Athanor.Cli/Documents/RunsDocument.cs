using System.Text.Json;
using System.Text.Json.Serialization;
using Athanor.Recording;

namespace Athanor.Cli.Documents;

/// <summary>What <c>runs --json</c> and <c>runs show --json</c> print.</summary>
internal sealed record RunsDocument
{
    public string Verb { get; } = "runs";

    public required string Store { get; init; }

    public required IReadOnlyList<RunSummary> Runs { get; init; }
}

/// <summary>What <c>runs delete --json</c> prints.</summary>
internal sealed record RunDeletedDocument(string Verb, string Deleted);

/// <summary>A run in the list.</summary>
internal sealed record RunSummary
{
    public required string Run { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string Status { get; init; }

    public required string Fingerprint { get; init; }

    public string? Key { get; init; }

    public string? Study { get; init; }

    public string? Variant { get; init; }

    public long Seed { get; init; }

    public DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public long Steps { get; init; }

    public int Epochs { get; init; }

    public long Parameters { get; init; }

    public double Seconds { get; init; }

    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    public string? Checkpoint { get; init; }

    public string? Error { get; init; }

    /// <summary>What only <c>runs show</c> tells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunDetail? Detail { get; init; }

    public static RunSummary Of(RunRecord run) => new()
    {
        Run = run.Id,
        Kind = run.Start.Kind.Name(),
        Name = run.Start.Name,
        Status = run.Status.Name(),
        Fingerprint = run.Start.Fingerprint,
        Key = run.Start.Key,
        Study = run.Start.Study,
        Variant = run.Start.Variant,
        Seed = run.Start.Seed,
        Started = run.Started,
        Ended = run.Ended,
        Steps = run.Steps,
        Epochs = run.Epochs,
        Parameters = run.Parameters,
        Seconds = run.Seconds,
        Metrics = run.Results,
        Checkpoint = run.Checkpoint,
        Error = run.Error,
    };
}

/// <summary>What lies behind a run of the list.</summary>
internal sealed record RunDetail
{
    public required JsonElement Recipe { get; init; }

    public required JsonElement Environment { get; init; }

    public required IReadOnlyDictionary<string, CurveSummary> Curves { get; init; }

    public required IReadOnlyList<FindingSummary> Findings { get; init; }

    public required IReadOnlyList<ArtifactRecord> Artifacts { get; init; }

    public static RunDetail Of(IRunStore store, RunRecord run) => new()
    {
        Recipe = JsonSerializer.Deserialize<JsonElement>(run.Start.RecipeJson),
        Environment = JsonSerializer.Deserialize<JsonElement>(run.Start.EnvironmentJson),
        Curves = store.Summaries(run.Id).ToDictionary(
            curve => curve.Key, curve => new CurveSummary(curve.Count, curve.LastStep, curve.Last, curve.Min, curve.Max), StringComparer.Ordinal),
        Findings = [.. store.Findings(run.Id).Select(FindingSummary.Of)],
        Artifacts = store.Artifacts(run.Id),
    };
}

/// <summary>A curve in a few numbers.</summary>
internal sealed record CurveSummary(long Count, long LastStep, double Last, double Min, double Max);

/// <summary>Something that was seen going wrong.</summary>
internal sealed record FindingSummary(string Symptom, double Severity, long SinceStep, IReadOnlyList<string> Layers, JsonElement Evidence)
{
    public static FindingSummary Of(FindingRecord finding) => new(
        finding.Symptom, finding.Severity, finding.SinceStep, [.. finding.Layers], JsonSerializer.Deserialize<JsonElement>(finding.EvidenceJson));
}
