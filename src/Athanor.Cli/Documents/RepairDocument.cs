using System.Text.Json.Nodes;
using Athanor.Diagnosis;

namespace Athanor.Cli.Documents;

/// <summary>What came of <c>--repair</c>, in the document of <c>diagnose --json</c>.</summary>
internal sealed record RepairDocument(
    bool Healed, IReadOnlyList<string> Treatments, IReadOnlyList<RecipeChange> Changes, JsonNode? Patch, string Measure, double Before, double After,
    IReadOnlyList<AttemptDocument> Tried, int LeftUntried, double Budget, double Seconds, string? Saved)
{
    public static RepairDocument Of(Repair repair, TimeSpan budget, string? saved) => new(
        repair.Healed, repair.Treatments, repair.Changes, repair.Changes.Count == 0 ? null : Specs.Patch.Difference(repair.Sick, repair.Recipe), repair.Measure, repair.Before,
        repair.After, [.. repair.Tried.Select(AttemptDocument.Of)], repair.LeftUntried, budget.TotalSeconds, repair.Seconds, saved);
}

/// <summary>One of what was tried, in the document.</summary>
internal sealed record AttemptDocument(
    string Stage, IReadOnlyList<string> Treatments, string? Without, bool Healed, string Reason, double Loss, IReadOnlyList<string> Findings, double Seconds, string Run, bool Reused)
{
    public static AttemptDocument Of(RepairAttempt attempt) => new(
        attempt.Stage switch
        {
            RepairStage.Single => "single",
            RepairStage.Pair => "pair",
            RepairStage.Triple => "triple",
            _ => "ablation",
        },
        attempt.Treatments, attempt.Without, attempt.Healed, attempt.Reason, attempt.Left, attempt.Findings, attempt.Seconds, attempt.Run, attempt.Reused);
}
