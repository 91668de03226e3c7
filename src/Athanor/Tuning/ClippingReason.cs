namespace Athanor.Tuning;

/// <summary>Why a threshold is recommended, in words.</summary>
internal static class ClippingReason
{
    public static string Of(ClippingSearchResult result)
    {
        if (result.Recommended is not { } chosen)
        {
            return result.Unclipped.Norms.All(norm => norm == 0)
                ? "No gradient norm above 0 was seen before the training ended, so there is nothing to clip: look at data, loss and initial weights (athanor diagnose)."
                : "No trial came through at any threshold: clipping bounds the steps, it does not mend a bad start. Try a smaller learning rate or other initial weights (athanor diagnose).";
        }

        ClippingCandidate none = result.Candidates[^1];
        string value = $"{result.Metric} {chosen.Mean:G4}";
        string trained = $"{chosen.Trained} of {result.Seeds.Count} seeds trained";
        return chosen.MaxNorm is null
            ? $"Clipping is not needed: without it {trained}, {value}, and no threshold is better by more than seeds alone bring about."
            : $"{ClippingSearchResult.Label(chosen.MaxNorm)}: {trained}, {value}; {Without(none, result)}.{AsGood(result)}{Smaller(result)}{Larger(result)}";
    }

    private static string Without(ClippingCandidate none, ClippingSearchResult result) => none.Trained == 0
        ? "without clipping none came through"
        : $"without clipping {none.Trained} of {result.Seeds.Count} trained, {none.Mean:G4}";

    private static string AsGood(ClippingSearchResult result)
    {
        ClippingCandidate[] good = [.. result.Candidates.Where(candidate => candidate.Verdict is ClippingVerdict.AsGood or ClippingVerdict.Recommended)];
        return good.Length < 2 ? "" : $" From {ClippingSearchResult.Label(good[0].MaxNorm)} to {ClippingSearchResult.Label(good[^1].MaxNorm)} all are as good; this is the middle.";
    }

    private static string Smaller(ClippingSearchResult result) =>
        result.Candidates.LastOrDefault(candidate => candidate.Verdict == ClippingVerdict.TooSmall) is { } small
            ? $" From {ClippingSearchResult.Label(small.MaxNorm)} down learning is slower ({small.Mean:G4})."
            : "";

    private static string Larger(ClippingSearchResult result) =>
        result.Candidates.FirstOrDefault(candidate => candidate.MaxNorm is not null && candidate.Verdict == ClippingVerdict.Diverges) is { } large
            ? $" From {ClippingSearchResult.Label(large.MaxNorm)} up it diverges."
            : "";
}
