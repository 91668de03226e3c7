using Athanor.Recording;
using Athanor.Training;

namespace Athanor.Cli.Documents;

/// <summary>What <c>train --json</c> prints.</summary>
internal sealed record TrainDocument
{
    public string Verb { get; } = "train";

    public required string Run { get; init; }

    public required string Fingerprint { get; init; }

    public required string Status { get; init; }

    public string? Reason { get; init; }

    public required long Steps { get; init; }

    public required int Epochs { get; init; }

    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    public required long Parameters { get; init; }

    public required double Seconds { get; init; }

    public string? Checkpoint { get; init; }

    public required IReadOnlyList<RecipeWarning> Warnings { get; init; }

    public static TrainDocument Of(RecordedRun run, Recipe recipe) => new()
    {
        Run = run.Run,
        Fingerprint = recipe.Fingerprint(),
        Status = run.Report.Status.ToRunStatus().Name(),
        Reason = run.Report.Reason,
        Steps = run.Report.Steps,
        Epochs = run.Report.Epochs,
        Metrics = run.Report.Metrics,
        Parameters = run.Report.Parameters,
        Seconds = run.Report.Seconds,
        Checkpoint = run.Checkpoint,
        Warnings = run.Warnings,
    };
}

/// <summary>What <c>train --plan --json</c> prints.</summary>
internal sealed record TrainPlanDocument(string Verb, string Fingerprint, TrainingPlan Plan, IReadOnlyList<string> Lines, IReadOnlyList<RecipeWarning> Warnings);
