using System.Text.Json.Nodes;
using Athanor.Diagnosis;
using Athanor.Recording;

namespace Athanor.Cli.Documents;

/// <summary>What <c>diagnose --json</c> prints.</summary>
internal sealed record DiagnoseDocument
{
    public string Verb { get; } = "diagnose";

    public required string Run { get; init; }

    /// <summary>How the training ended; null where it could not begin.</summary>
    public string? Status { get; init; }

    public long Steps { get; init; }

    public required IReadOnlyList<FindingDocument> Findings { get; init; }

    /// <summary>The HTML report's file.</summary>
    public required string Report { get; init; }

    /// <summary>What <c>--repair</c> came to; null without it.</summary>
    public RepairDocument? Repair { get; init; }

    public static DiagnoseDocument Of(DiagnosisResult result, string report, RepairDocument? repair) => new()
    {
        Run = result.Run,
        Status = result.Report?.Status.ToRunStatus().Name(),
        Steps = result.Report?.Steps ?? 0,
        Findings = [.. result.Findings.Select(FindingDocument.Of)],
        Report = report,
        Repair = repair,
    };
}

/// <summary>A finding in the document.</summary>
internal sealed record FindingDocument(
    string Symptom, double Severity, long SinceStep, IReadOnlyList<string> Layers, string Meaning, JsonObject Evidence, IReadOnlyList<string> Treatments)
{
    public static FindingDocument Of(Finding finding) => new(
        finding.Symptom,
        finding.Severity,
        finding.SinceStep,
        finding.Layers,
        finding.Meaning,
        finding.ToEvidence(),
        [.. finding.Treatments.Select(treatment => treatment.Name)]);
}
