using Athanor.Reporting;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Diagnosis;

/// <summary>What a search for a repair came to: what was tried, and the smallest set of changes that heals.</summary>
public sealed record Repair
{
    /// <summary>What was found before.</summary>
    public required DiagnosisResult Diagnosis { get; init; }

    /// <summary>The recipe as it was.</summary>
    public required Recipe Sick { get; init; }

    /// <summary>The healed recipe, with no change more than it needs; the sick one where nothing healed.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Whether <see cref="Recipe"/> is free of what was found, and trains better. True too where nothing was found to begin with.</summary>
    public required bool Healed { get; init; }

    /// <summary>The treatments of which the healed recipe has a part.</summary>
    public required ValueList<string> Treatments { get; init; }

    /// <summary>The smallest set of changes that makes the healed recipe of the sick one.</summary>
    public required ValueList<RecipeChange> Changes { get; init; }

    /// <summary>What <see cref="Before"/> and <see cref="After"/> are, in words.</summary>
    public required string Measure { get; init; }

    /// <summary>The measure of the sick training; +∞ where it diverged or could not begin.</summary>
    public required double Before { get; init; }

    /// <summary>The measure of the healed training; as <see cref="Before"/> where nothing healed.</summary>
    public required double After { get; init; }

    /// <summary>All that was tried, in the order in which it was.</summary>
    public required IReadOnlyList<RepairAttempt> Tried { get; init; }

    /// <summary>How many sets the time did not suffice for.</summary>
    public required int LeftUntried { get; init; }

    /// <summary>Wall time of the search, in seconds; the diagnosis is not counted.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether the budget ended before the search did.</summary>
    public bool BudgetSpent => LeftUntried > 0;

    /// <summary>What was tried, as a table.</summary>
    public ReportTable ToTable() => new(
        null,
        [
            ReportColumn.Names("Tried"), ReportColumn.Names("Healed"), new ReportColumn("Loss left") { Format = NumberFormat.Significant(3) },
            new ReportColumn("Seconds") { Format = NumberFormat.Fixed(1) }, ReportColumn.Names("Why not"),
        ],
        [
            new ReportRow(["nothing", "", Left(Before), ReportCell.Number(Diagnosis.Report?.Seconds ?? 0), string.Join(", ", Diagnosis.Findings.Select(finding => finding.Symptom))]),
            .. Tried.Select(attempt => new ReportRow(
                [attempt.Name, attempt.Healed ? "yes" : "no", Left(attempt.Left), ReportCell.Number(attempt.Seconds), attempt.Reason])),
        ]);

    /// <summary>What came of it, in a sentence or two.</summary>
    public string Verdict()
    {
        string spent = BudgetSpent ? $" The budget ended before {LeftUntried} more could be tried; --budget gives more time." : "";
        return this switch
        {
            { Diagnosis.Findings.Count: 0 } => "Nothing was found, so there is nothing to repair.",
            { Healed: true } => $"Healed by {string.Join(" + ", Treatments)}: {Measure} goes from {Number(Before)} to {Number(After)}.{spent}",
            { Tried.Count: 0 } when !BudgetSpent => "Not healed: no treatment of what was found is a change of the recipe.",
            _ => $"Not healed: none of {Tried.Count} tried removes what was found and trains better.{spent}",
        };
    }

    private static ReportCell Left(double left) => double.IsFinite(left) ? ReportCell.Number(left) : "diverged";

    private static string Number(double left) => double.IsFinite(left) ? $"{left:0.###}" : "divergence";
}
