using Athanor.Evaluation;
using CsCheck;

namespace Athanor.Tests.Evaluation;

public sealed class PairedComparisonTests
{
    private static readonly Gen<TrialValue> Trial = Gen.Frequency(
        (7, Gen.Double[0, 1].Select(TrialValue.Completed)),
        (1, Gen.Const(TrialValue.Failed)),
        (1, Gen.Const(TrialValue.Missing)),
        (1, Gen.Const(TrialValue.Diverged)));

    [Fact]
    public void Values_of_a_comparison_with_a_diverged_trial_give_no_verdict_but_the_shares_that_trained_do()
    {
        TrialValue[] reference = [.. Enumerable.Repeat(TrialValue.Diverged, 9)];
        TrialValue[] variant = [.. Enumerable.Range(0, 9).Select(i => TrialValue.Completed(0.9 + (0.001 * i)))];
        PairedComparison comparison = Assert.Single(PairedComparison.Family(reference, [variant]));
        Assert.Equal(0, comparison.Pairs);
        Assert.Null(comparison.Significant);
        Assert.Equal(new TrainedComparison(9, 0, 9, Math.ScaleB(1, -8), Math.ScaleB(1, -8), true), comparison.Trained);
    }

    [Fact]
    public void One_diverged_trial_among_many_pairs_withholds_the_verdict_on_values()
    {
        TrialValue[] reference = [.. Enumerable.Range(0, 10).Select(i => TrialValue.Completed(0.5 + (0.001 * i)))];
        TrialValue[] healthy = [.. Enumerable.Range(0, 10).Select(i => TrialValue.Completed(0.9 + (0.002 * i)))];
        TrialValue[] diverging = [TrialValue.Diverged, .. healthy.Skip(1)];
        TrialValue[] failing = [TrialValue.Failed, .. healthy.Skip(1)];
        IReadOnlyList<PairedComparison> family = PairedComparison.Family(reference, [healthy, diverging, failing]);
        Assert.Equal([true, null, true], family.Select(c => c.Significant));
        Assert.Equal([10, 9, 9], family.Select(c => c.Pairs));
        Assert.Equal([10, 10, 9], family.Select(c => c.Trained.Pairs));
        Assert.Equal([false, false, false], family.Select(c => c.Trained.Significant));
        Assert.Equal([0, 1, 0], family.Select(c => c.Trained.OnlyReference));
    }

    [Fact]
    public void A_metric_that_is_not_finite_is_no_value_and_gives_no_verdict()
    {
        TrialValue[] reference = [.. Enumerable.Range(0, 8).Select(i => TrialValue.Completed(0.5 + (0.001 * i)))];
        TrialValue[] variant = [TrialValue.Completed(double.PositiveInfinity), .. Enumerable.Range(1, 7).Select(i => TrialValue.Completed(0.9 + (0.002 * i)))];
        PairedComparison comparison = Assert.Single(PairedComparison.Family(reference, [variant]));
        Assert.Equal(7, comparison.Pairs);
        Assert.Null(comparison.Significant);
        Assert.Equal((8, 0, 0), (comparison.Trained.Pairs, comparison.Trained.OnlyReference, comparison.Trained.OnlyVariant));
    }

    [Fact]
    public void Nothing_is_called_significant_or_not_with_fewer_than_five_pairs() =>
        Gen.Int[1, 8].SelectMany(seeds => Gen.Select(Trial.Array[seeds], Trial.Array[seeds].Array[1, 4])).Sample((reference, variants) =>
            PairedComparison.Family(reference, variants).All(c =>
                (c.Pairs >= PairedComparison.FewestPairs || c.Significant is null)
                && (c.Trained.Pairs >= PairedComparison.FewestPairs || c.Trained.Significant is null)
                && (double.IsNaN(c.P) ? double.IsNaN(c.PHolm) && c.Pairs == 0 : c.PHolm >= c.P)));

    [Fact]
    public void Trading_reference_and_variant_turns_the_difference_round() =>
        Gen.Int[1, 8].SelectMany(seeds => Gen.Select(Trial.Array[seeds], Trial.Array[seeds])).Sample((a, b) =>
        {
            PairedComparison forth = PairedComparison.Family(a, [b])[0];
            PairedComparison back = PairedComparison.Family(b, [a])[0];
            return forth.Pairs == back.Pairs
                && forth.Difference.Equals(-back.Difference)
                && forth.P.Equals(back.P)
                && forth.Significant == back.Significant
                && forth.Trained.P.Equals(back.Trained.P)
                && forth.Trained.OnlyReference == back.Trained.OnlyVariant;
        });

    [Fact]
    public void Variants_pair_with_the_reference_by_seed() =>
        Assert.Throws<ArgumentException>(() => PairedComparison.Family([TrialValue.Completed(1)], [[]]));
}
