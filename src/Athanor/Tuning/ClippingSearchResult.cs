using Athanor.Optimization;
using Athanor.Reporting;
using Athanor.Specs;

namespace Athanor.Tuning;

/// <summary>What a <see cref="ClippingSearch"/> came to.</summary>
public sealed record ClippingSearchResult
{
    /// <summary>What its trials are called.</summary>
    public required string Name { get; init; }

    /// <summary>What decided.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether more of it is better.</summary>
    public required bool HigherIsBetter { get; init; }

    /// <summary>The seeds of every threshold.</summary>
    public required SeedList Seeds { get; init; }

    /// <summary>Updates a trial.</summary>
    public required long Steps { get; init; }

    /// <summary>The run without clipping by which the thresholds were chosen.</summary>
    public required NormRecording Unclipped { get; init; }

    /// <summary>What was tried, ascending; no clipping is the last.</summary>
    public required ValueList<ClippingCandidate> Candidates { get; init; }

    /// <summary>Trials that were trained now, those that diverged among them.</summary>
    public required int Trained { get; init; }

    /// <summary>Trials that the store held finished.</summary>
    public required int Reused { get; init; }

    /// <summary>Trials that failed.</summary>
    public required int Failed { get; init; }

    /// <summary>The candidate to take; null where none trained.</summary>
    public ClippingCandidate? Recommended => Candidates.FirstOrDefault(candidate => candidate.Verdict == ClippingVerdict.Recommended);

    /// <summary>The clipping to write into the recipe; null where none trained.</summary>
    public ClippingSpec? Clipping => Recommended is not { } chosen ? null : chosen.MaxNorm is { } bound ? new ClipByNorm { MaxNorm = bound } : new NoClipping();

    /// <summary>Why, in a few sentences.</summary>
    public string Reason => ClippingReason.Of(this);

    /// <summary>The thresholds with their trials and verdicts.</summary>
    public ReportTable ToTable() => new(
        $"{Name}: clipping by norm, {Steps:N0} updates a trial",
        [
            ReportColumn.Names("maxNorm"),
            new ReportColumn("cut") { Format = NumberFormat.Percent },
            new ReportColumn(Metric) { Best = HigherIsBetter ? BestIs.Highest : BestIs.Lowest, Format = NumberFormat.Significant(4) },
            new ReportColumn("trained"),
            new ReportColumn("verdict"),
        ],
        [.. Candidates.Select(Row)])
    {
        Footnotes =
        [
            "cut: the share of the unclipped run's updates whose norm was above the threshold.",
            $"{Metric}: mean over the seeds that trained, of {Seeds.Count}.",
        ],
    };

    /// <summary>A threshold in words: the number, or none.</summary>
    internal static string Label(double? threshold) => threshold is { } bound ? $"{bound:G6}" : "none";


    private ReportRow Row(ClippingCandidate candidate) => new(
        Label(candidate.MaxNorm),
        candidate.Cut,
        candidate.Trained == 0 ? ReportCell.Missing(candidate.Diverged > 0 ? "diverged" : "failed") : ReportCell.Number(candidate.Mean),
        $"{candidate.Trained}/{Seeds.Count}",
        Words(candidate.Verdict));

    private static string Words(ClippingVerdict verdict) => verdict switch
    {
        ClippingVerdict.Diverges => "too large: diverges",
        ClippingVerdict.TooLarge => "too large: worse",
        ClippingVerdict.AsGood => "as good",
        ClippingVerdict.Recommended => "recommended",
        ClippingVerdict.TooSmall => "too small: learns slowly",
        _ => "failed",
    };
}
