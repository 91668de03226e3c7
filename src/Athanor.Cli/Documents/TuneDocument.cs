using System.Text.Json.Nodes;
using Athanor.Specs;
using Athanor.Tuning;

namespace Athanor.Cli.Documents;

/// <summary>What <c>tune clip --json</c> prints.</summary>
internal sealed record TuneDocument
{
    private const int MostNorms = 500;

    public string Verb { get; } = "tune";

    public string What { get; } = "clip";

    public required string Study { get; init; }

    public required string Metric { get; init; }

    public required IReadOnlyList<long> Seeds { get; init; }

    public required long Steps { get; init; }

    public required UnclippedDocument Unclipped { get; init; }

    public required TuneTrialsDocument Trials { get; init; }

    public required IReadOnlyList<ClippingCandidateDocument> Candidates { get; init; }

    /// <summary>The clipping as a recipe writes it; null where no trial came through.</summary>
    public required JsonNode? Recommended { get; init; }

    public required string Reason { get; init; }

    public static TuneDocument Of(ClippingSearchResult result) => new()
    {
        Study = result.Name,
        Metric = result.Metric,
        Seeds = [.. result.Seeds],
        Steps = result.Steps,
        Unclipped = new UnclippedDocument(
            result.Unclipped.Run,
            result.Unclipped.Diverged ? "diverged" : "completed",
            result.Unclipped.Steps,
            result.Unclipped.Percentile(10),
            result.Unclipped.Percentile(50),
            result.Unclipped.Percentile(90),
            result.Unclipped.Percentile(100),
            Thinned(result.Unclipped.Norms)),
        Trials = new TuneTrialsDocument(
            result.Trained + result.Reused + result.Failed, result.Trained, result.Reused, result.Failed, result.Candidates.Sum(candidate => candidate.Diverged)),
        Candidates = [.. result.Candidates.Select(ClippingCandidateDocument.Of)],
        Recommended = result.Clipping is { } clipping ? SpecWriter.Write(clipping) : null,
        Reason = result.Reason,
    };

    private static IReadOnlyList<double> Thinned(ValueList<double> norms)
    {
        int every = (norms.Count + MostNorms - 1) / MostNorms;
        return [.. norms.Where((_, i) => i % every == 0)];
    }
}

/// <summary>The run without clipping: percentiles of its gradient norms, and the norms themselves, evenly thinned.</summary>
internal sealed record UnclippedDocument(string Run, string Status, long Steps, double P10, double P50, double P90, double Max, IReadOnlyList<double> Norms);

/// <summary>How many trials there were, as <c>ablate</c> counts them.</summary>
internal sealed record TuneTrialsDocument(int Total, int Trained, int Reused, int Failed, int Diverged);

/// <summary>A threshold in the document; null stands for no clipping, and for a value of a trial that diverged or failed.</summary>
internal sealed record ClippingCandidateDocument(
    double? MaxNorm, double Cut, IReadOnlyList<double?> Values, double? Mean, int Trained, int Diverged, int Failed, string Verdict)
{
    public static ClippingCandidateDocument Of(ClippingCandidate candidate) => new(
        candidate.MaxNorm,
        candidate.Cut,
        [.. candidate.Values.Select(Finite)],
        Finite(candidate.Mean),
        candidate.Trained,
        candidate.Diverged,
        candidate.Failed,
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(candidate.Verdict.ToString()));

    private static double? Finite(double value) => double.IsNaN(value) ? null : value;
}
