using Athanor.Evaluation;
using CsCheck;

namespace Athanor.Tests.Evaluation;

public sealed class SignFlipTestTests
{
    private static readonly Gen<double[]> Differences = Gen.Double[-2, 2].Array[1, 12];

    [Fact]
    public void Turning_all_signs_round_changes_nothing() =>
        Differences.Sample(d => SignFlipTest.Exact(d).Extreme == SignFlipTest.Exact(Array.ConvertAll(d, x => -x)).Extreme);

    [Fact]
    public void The_scale_of_the_differences_does_not_matter() =>
        Gen.Select(Differences, Gen.Int[-40, 40]).Sample((d, power) =>
            SignFlipTest.Exact(d).Extreme == SignFlipTest.Exact(Array.ConvertAll(d, x => Math.ScaleB(x, power))).Extreme);

    [Fact]
    public void The_count_is_that_of_plain_enumeration() =>
        Gen.Int[-6, 6].Array[0, 10].Sample(whole =>
        {
            int observed = Math.Abs(whole.Sum());
            int Flipped(int signs) => Math.Abs(whole.Select((d, i) => (signs >> i & 1) == 0 ? d : -d).Sum());
            long expected = Enumerable.Range(0, 1 << whole.Length).LongCount(signs => Flipped(signs) >= observed);
            return SignFlipTest.Exact(Array.ConvertAll(whole, d => 0.1 * d)).Extreme == expected;
        });

    [Fact]
    public void The_smallest_p_is_reached_when_all_differences_agree() =>
        Gen.Double[0.1, 2].Array[1, 20].Sample(d => SignFlipTest.Exact(d).P == SignFlipPower.MinimumP(d.Length));

    [Fact]
    public void Forty_differences_are_still_exact()
    {
        SignFlipTest test = SignFlipTest.Exact([.. Enumerable.Repeat(1.0, 40)]);
        Assert.Equal((1L << 40, 2L), (test.Assignments, test.Extreme));
        Assert.Throws<ArgumentException>(() => SignFlipTest.Exact(new double[41]));
    }

    [Fact]
    public void A_large_sample_of_assignments_comes_near_the_exact_p()
    {
        double[] differences = [.. Enumerable.Range(0, 30).Select(i => Math.Sin(i) + 0.3)];
        double exact = SignFlipTest.Exact(differences).P;
        double[] twice = [.. differences, .. differences];
        Assert.InRange(exact, 0.001, 0.2);
        SignFlipTest sampled = SignFlipTest.Of(twice);
        Assert.Equal(100_000, sampled.Assignments);
        Assert.Equal(sampled, SignFlipTest.Of(twice));
        Assert.InRange(sampled.P, TTest.Paired(twice, new double[60]).P - 0.01, TTest.Paired(twice, new double[60]).P + 0.01);
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(7, 9)]
    [InlineData(16, 10)]
    public void A_verdict_needs_more_seeds_the_more_comparisons_share_a_reference(int comparisons, int seeds) =>
        Assert.Equal(seeds, SignFlipPower.MinimumPairs(comparisons));

    [Fact]
    public void A_difference_that_is_not_finite_is_refused_by_its_place() =>
        Assert.Contains("differences[1] is NaN", Assert.Throws<ArgumentException>(() => SignFlipTest.Exact([1, double.NaN])).Message, StringComparison.Ordinal);
}
