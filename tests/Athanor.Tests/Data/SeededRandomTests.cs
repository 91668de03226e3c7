using Athanor.Data;
using CsCheck;

namespace Athanor.Tests.Data;

public class SeededRandomTests
{
    [Fact]
    public void The_numbers_of_a_key_never_change()
    {
        var random = new SeededRandom(7, "test", 3);
        Assert.Equal(
            [12361357531519413998, 6302932039599990236, 8371292362905114556],
            Enumerable.Range(0, 3).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Seed_purpose_and_index_each_change_the_numbers()
    {
        ulong[] first = [.. new[] { (0, "a", 0), (1, "a", 0), (0, "b", 0), (0, "a", 1), (1, "a", 1) }
            .Select(key => new SeededRandom(key.Item1, key.Item2, key.Item3).NextBits())];
        Assert.Equal(5, first.Distinct().Count());
    }

    [Fact]
    public void Gaussian_numbers_have_the_moments_of_the_normal_distribution()
    {
        const int N = 200_000;
        var random = new SeededRandom(1, "moments");
        double[] x = [.. Enumerable.Range(0, N).Select(_ => random.NextGaussian(2))];
        Assert.Equal(0, x.Average(), 0.02);
        Assert.Equal(4, x.Average(v => v * v), 0.05);
        Assert.Equal(0, x.Average(v => v * v * v), 0.3);
        Assert.Equal(48, x.Average(v => v * v * v * v), 1.5);
        Assert.Equal(0.0455, x.Count(v => Math.Abs(v) > 4) / (double)N, 0.002);
    }

    [Fact]
    public void Numbers_below_a_bound_are_uniform()
    {
        var random = new SeededRandom(2, "below");
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.NextBelow(7)]++;
        }

        // Chi-square with 6 degrees of freedom exceeds 27.9 once in ten thousand.
        Assert.True(counts.Sum(c => Math.Pow(c - 10_000, 2) / 10_000) < 27.9);
    }

    [Fact]
    public void A_bound_of_zero_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(0, "x").NextBelow(0));

    [Fact]
    public void The_logarithm_is_that_of_the_system_to_the_last_bits() =>
        Gen.Double[1e-300, 1e300].Sample(x => Assert.Equal(Math.Log(x), PortableMath.Log(x), 4e-16 * Math.Max(1, Math.Abs(Math.Log(x)))));

    [Fact]
    public void The_logarithm_of_numbers_near_one_keeps_its_digits() =>
        Gen.Double[0.5, 2].Sample(x => Assert.Equal(Math.Log(x), PortableMath.Log(x), 3e-16));

    [Fact]
    public void Sine_and_cosine_are_those_of_the_system_to_the_last_bits() =>
        Gen.Double[-20, 20].Sample(x =>
        {
            (double sin, double cos) = PortableMath.SinCos(x);
            Assert.Equal(Math.Sin(x), sin, 2e-15);
            Assert.Equal(Math.Cos(x), cos, 2e-15);
        });
}
