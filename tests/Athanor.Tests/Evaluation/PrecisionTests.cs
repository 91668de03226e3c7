using Athanor.Evaluation;
using CsCheck;

namespace Athanor.Tests.Evaluation;

/// <summary>Values from mpmath with 20 and more digits, where double precision is easily lost.</summary>
public sealed class PrecisionTests
{
    [Theory]
    [InlineData(1, 0.99999, 63661.9772318118739)]
    [InlineData(1, 0.5, 1.0)]
    [InlineData(2, 0.99, 9.9248432009182886)]
    [InlineData(1000, 0.95, 1.9623390808264081)]
    public void Critical_values_of_t_hold_from_one_degree_of_freedom_to_a_thousand(int df, double confidence, double expected) =>
        Assert.Equal(1, StudentT.Critical(1 - confidence, df) / expected, 1e-10);

    [Theory]
    [InlineData(6, 9.8658764503769814e-10)]
    [InlineData(10, 7.6198530241605261e-24)]
    [InlineData(20, 2.7536241186062337e-89)]
    public void Normal_tails_keep_their_digits(double z, double above)
    {
        Assert.Equal(1, StandardNormal.Above(z) / above, 1e-13);
        Assert.Equal(1, StandardNormal.Below(-z) / above, 1e-13);
        Assert.Equal(1, StandardNormal.TwoSided(-z) / (2 * above), 1e-13);
    }

    [Theory]
    [InlineData(50.0, 2, 0.001, 0.0884407699356497)]
    [InlineData(0.5, 2, 0.05, 0.0619486066871336)]
    [InlineData(0.02, 5000, 0.05, 0.292895920099223)]
    public void Power_holds_where_the_critical_value_is_huge_and_where_the_pairs_are_many(double effectSize, int pairs, double alpha, double power) =>
        Assert.Equal(power, PairedTPower.Power(effectSize, pairs, alpha), 1e-12);

    [Theory]
    [InlineData(20, 0.05, 3.5437991315178)]
    [InlineData(60, 0.01, 4.4816170717683)]
    public void The_studentized_range_holds_for_many_groups(int groups, double alpha, double q) => Assert.Equal(q, NemenyiTest.Of(groups, 10, alpha).Q, 1e-10);

    [Fact]
    public void Exact_rank_tests_are_those_of_plain_enumeration_with_ties_too() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 5], Gen.Int[0, 4].Array[1, 5]).Sample((a, b) =>
        {
            double[] x = Array.ConvertAll(a, v => (double)v);
            double[] y = Array.ConvertAll(b, v => (double)v);
            double[] pooled = [.. x, .. y];
            double Distance(double[] left, double[] right) => Math.Abs(EffectSize.Superiority(left, right) - 0.5);
            double observed = Distance(x, y);
            var splits = Enumerable.Range(0, 1 << pooled.Length).Where(bits => int.PopCount(bits) == x.Length).ToList();
            double[] Dealt(int bits, int side) => [.. pooled.Where((_, i) => (bits >> i & 1) == side)];
            int extreme = splits.Count(bits => Distance(Dealt(bits, 1), Dealt(bits, 0)) >= observed - 1e-12);
            Assert.Equal((double)extreme / splits.Count, MannWhitneyTest.Exact(x, y).P, 1e-12);
        });

    [Fact]
    public void The_signed_rank_test_is_the_sign_flip_test_of_signed_ranks() => Gen.Int[-5, 5].Array[1, 12].Sample(whole =>
    {
        double[] differences = [.. whole.Where(d => d != 0).Select(d => (double)d)];
        int[] ranks = Midranks.Of(Array.ConvertAll(differences, Math.Abs)).Doubled;
        double[] signed = [.. differences.Zip(ranks, (d, rank) => Math.Sign(d) * 0.5 * rank)];
        Assert.Equal(signed.Length == 0 ? 1 : SignFlipTest.Exact(signed).P, WilcoxonTest.Exact(Array.ConvertAll(whole, d => 0.1 * d)).P, 1e-12);
    });

    [Fact]
    public void A_small_p_of_the_Kolmogorov_Smirnov_test_keeps_its_digits()
    {
        double[] low = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        double[] high = Array.ConvertAll(low, x => x + 100);
        // Only the two paths along the edges reach a distance of 1: 2/C(80, 40).
        Assert.Equal(1, KolmogorovSmirnovTest.Exact(low, high).P / (2 / 1.0750720873333618e23), 1e-10);
    }
}
