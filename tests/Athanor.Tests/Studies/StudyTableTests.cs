using Athanor.Evaluation;
using Athanor.Studies;

namespace Athanor.Tests.Studies;

public sealed class StudyTableTests
{
    [Fact]
    public void A_diverged_trial_counts_as_diverged_and_not_as_failed()
    {
        TrialValue[] row =
        [
            TrialValue.Diverged, TrialValue.Failed, TrialValue.Missing, TrialValue.Completed(0.5), TrialValue.Completed(0.7), TrialValue.Diverged,
        ];
        VariantSummary summary = StudyTable.Of([row], null, null).Variants[0];
        Assert.Equal((2, 1, 2), (summary.Trained, summary.Failed, summary.Diverged));
        Assert.Equal(0.5, summary.DivergedShare);
        Assert.Equal(0.6, summary.Values.Mean, 1e-15);
        Assert.Null(summary.VersusBaseline);
        Assert.Null(summary.VersusFull);
    }

    [Theory]
    [InlineData(1, 0.05, 0)]
    [InlineData(2, 0.05, 6)]
    [InlineData(8, 0.05, 9)]
    [InlineData(17, 0.05, 10)]
    [InlineData(2, 0.5, 5)]
    public void A_study_knows_how_many_seeds_a_verdict_needs(int variants, double alpha, int seeds) =>
        Assert.Equal(seeds, StudyTable.SeedsForVerdict(variants, alpha));

    [Fact]
    public void Each_reference_has_a_family_of_its_own_and_is_not_compared_with_itself()
    {
        TrialValue[] Row(double level, double step) => [.. Enumerable.Range(0, 9).Select(i => TrialValue.Completed(level + (step * i)))];
        StudyTable table = StudyTable.Of([Row(0.5, 0.001), Row(0.6, 0.002), Row(0.9, 0.003)], 0, 2);
        Assert.Null(table.Variants[0].VersusBaseline);
        Assert.Null(table.Variants[2].VersusFull);
        Assert.Equal(2 * SignFlipPower.MinimumP(9), table.Variants[1].VersusBaseline!.PHolm);
        Assert.Equal(-table.Variants[2].VersusBaseline!.Difference, table.Variants[0].VersusFull!.Difference, 1e-15);
        Assert.True(table.Variants[1].VersusFull!.Significant);
    }
}
