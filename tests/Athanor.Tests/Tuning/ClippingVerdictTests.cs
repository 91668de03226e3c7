using Athanor.Tuning;
using static Athanor.Tests.Tuning.ThresholdGridTests;

namespace Athanor.Tests.Tuning;

public sealed class ClippingVerdictTests
{
    private const double NaN = double.NaN;

    [Fact]
    public void Both_ends_are_named_and_the_best_between_them_is_recommended()
    {
        ClippingSearchResult result = Judge(Candidate(0.01, 3, 3.1), Candidate(0.1, 1, 1.1), Candidate(1, 2, 2.2), Candidate(10, NaN, 4), Candidate(null, NaN, NaN));
        Assert.Equal([ClippingVerdict.TooSmall, ClippingVerdict.Recommended, ClippingVerdict.TooLarge, ClippingVerdict.Diverges, ClippingVerdict.Diverges], Verdicts(result));
        Assert.Equal(0.1, result.Recommended!.MaxNorm);
        Assert.Equal(
            "0.1: 2 of 2 seeds trained, validation/loss 1.05; without clipping none came through. From 0.01 down learning is slower (3.05). From 10 up it diverges.", result.Reason);
    }

    [Fact]
    public void No_clipping_is_recommended_where_it_is_as_good()
    {
        ClippingSearchResult result = Judge(Candidate(0.1, 1, 1.2), Candidate(1, 1.1, 1.1), Candidate(null, 1.2, 1.005));
        Assert.Equal(ClippingVerdict.Recommended, Verdicts(result)[^1]);
        Assert.Null(result.Recommended!.MaxNorm);
        Assert.IsType<Athanor.Optimization.NoClipping>(result.Clipping);
        Assert.StartsWith("Clipping is not needed", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_thresholds_that_are_as_good_the_middle_is_taken()
    {
        ClippingSearchResult result = Judge(Candidate(0.01, 5, 5), Candidate(0.1, 1, 1.2), Candidate(1, 1.2, 1.05), Candidate(10, 1.1, 1.12), Candidate(100, 7, 7), Candidate(null, NaN, 9));
        Assert.Equal(
            [ClippingVerdict.TooSmall, ClippingVerdict.AsGood, ClippingVerdict.Recommended, ClippingVerdict.AsGood, ClippingVerdict.TooLarge, ClippingVerdict.Diverges], Verdicts(result));
    }

    [Fact]
    public void Where_more_is_better_the_highest_is_the_best()
    {
        ClippingSearchResult result = Judge(higherIsBetter: true, Candidate(0.1, 0.5, 0.5), Candidate(1, 0.9, 0.91), Candidate(null, 0.7, 0.7));
        Assert.Equal([ClippingVerdict.TooSmall, ClippingVerdict.Recommended, ClippingVerdict.TooLarge], Verdicts(result));
    }

    [Fact]
    public void Where_nothing_trained_nothing_is_recommended_and_the_reason_says_what_to_do()
    {
        ClippingSearchResult result = Judge(Candidate(0.1, NaN), Candidate(null, NaN));
        Assert.Null(result.Recommended);
        Assert.Null(result.Clipping);
        Assert.Contains("athanor diagnose", result.Reason, StringComparison.Ordinal);
        Assert.All(Verdicts(result), verdict => Assert.Equal(ClippingVerdict.Diverges, verdict));
    }

    [Fact]
    public void A_threshold_with_which_fewer_seeds_trained_is_not_chosen_however_good_the_others_are()
    {
        ClippingSearchResult result = Judge(Candidate(0.1, 2, 2), Candidate(1, 0.1, NaN), Candidate(null, NaN, NaN));
        Assert.Equal(0.1, result.Recommended!.MaxNorm);
    }

    private static ClippingVerdict[] Verdicts(ClippingSearchResult result) => [.. result.Candidates.Select(candidate => candidate.Verdict)];

    private static ClippingSearchResult Judge(params ClippingCandidate[] candidates) => Judge(higherIsBetter: false, candidates);

    private static ClippingSearchResult Judge(bool higherIsBetter, params ClippingCandidate[] candidates) => new()
    {
        Name = "test",
        Metric = "validation/loss",
        HigherIsBetter = higherIsBetter,
        Seeds = candidates[0].Values.Count,
        Steps = 10,
        Unclipped = Of([1, 2, 3]),
        Candidates = [.. ClippingVerdicts.Of(candidates.Reverse(), higherIsBetter)],
        Trained = 1,
        Reused = 0,
        Failed = 0,
    };
}
