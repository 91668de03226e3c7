using Athanor.Tuning;
using CsCheck;

namespace Athanor.Tests.Tuning;

public sealed class ThresholdGridTests
{
    private static readonly Gen<double[]> Norms = Gen.Double[-12, 12].Select(power => Math.Pow(10, power)).Array[1, 60];

    [Fact]
    public void Thresholds_ascend_are_round_and_reach_from_a_hundredth_of_the_small_norms_to_the_largest_or_six_decades() => Norms.Sample(norms =>
    {
        NormRecording recording = Of(norms);
        IReadOnlyList<double> grid = ThresholdGrid.Of(recording);
        double low = recording.Percentile(10) / 100;
        double high = Math.Min(recording.Percentile(100), low * 1e6);
        return grid.Count is >= 3 and <= 7 && grid.SequenceEqual(grid.Order()) && grid.Distinct().Count() == grid.Count
            && Near(grid[0], low) && Near(grid[^1], high) && grid.All(value => value.Equals(ThresholdGrid.Round(value)));
    });

    [Theory]
    [InlineData(0.146, 0.2)]
    [InlineData(0.0347, 0.05)]
    [InlineData(7.2, 10)]
    [InlineData(0.99, 1)]
    [InlineData(2, 2)]
    [InlineData(3.1e-7, 2e-7)]
    public void A_threshold_is_rounded_to_one_two_or_five(double value, double rounded) => Assert.Equal(rounded, ThresholdGrid.Round(value));

    [Fact]
    public void Without_a_norm_above_0_there_is_no_grid()
    {
        Assert.Empty(ThresholdGrid.Of(Of([])));
        Assert.Empty(ThresholdGrid.Of(Of([0, 0])));
        Assert.True(double.IsNaN(Of([]).Percentile(50)));
        Assert.Equal(0, Of([]).ShareAbove(1));
    }

    [Fact]
    public void Percentiles_and_shares_are_of_the_recorded_norms()
    {
        NormRecording recording = Of([3, 1, 4, 1, 5]);
        Assert.Equal(3, recording.Percentile(50));
        Assert.Equal(0.4, recording.ShareAbove(3));
    }

    [Fact]
    public void It_closes_in_on_the_recommended_threshold_from_both_sides()
    {
        ClippingCandidate[] judged = [Candidate(0.01), Candidate(0.1) with { Verdict = ClippingVerdict.Recommended }, Candidate(1), Candidate(null)];
        Assert.Equal([0.05, 0.5], ThresholdGrid.Around(judged).Order());
        Assert.Empty(ThresholdGrid.Around([Candidate(1), Candidate(null) with { Verdict = ClippingVerdict.Recommended }]));
    }

    internal static NormRecording Of(double[] norms) => new() { Run = "run", Diverged = false, Steps = norms.Length, Norms = [.. norms] };

    internal static ClippingCandidate Candidate(double? threshold, params double[] values) => new()
    {
        MaxNorm = threshold,
        Cut = 0,
        Values = [.. values],
        Trained = values.Count(double.IsFinite),
        Diverged = values.Count(double.IsNaN),
        Failed = 0,
    };

    private static bool Near(double rounded, double value) => Math.Abs(Math.Log(rounded / value)) <= Math.Log(Math.Sqrt(2.5)) + 1e-9;
}
