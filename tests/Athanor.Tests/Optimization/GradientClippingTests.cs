using Athanor.Optimization;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Athanor.Tests.Optimization;

public sealed class GradientClippingTests
{
    private static readonly Gen<double> Order = Gen.Select(Gen.Int[0, 4], Gen.Double[0.5, 8], (k, any) => k switch { 0 => 0, 1 => 1, 2 => 2, 3 => double.PositiveInfinity, _ => any });

    private static readonly Gen<(long Seed, double Max, double Order)> Cases = Gen.Select(Gen.Long[0, 1_000_000], Gen.Double[0.01, 20], Order);

    [Fact]
    public void The_norm_after_is_the_smaller_of_norm_and_bound() => Cases.Sample(c =>
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = WithGradients(c.Seed);
        double before = Nets.Norm(Nets.GradientValues(parameters), c.Order);

        double told = GradientClipping.ByNorm(parameters, c.Max, c.Order);

        double after = Nets.Norm(Nets.GradientValues(parameters), c.Order);
        return Near(told, before) && Near(after, Math.Min(before, c.Max));
    }, iter: 200, threads: 1);

    [Fact]
    public void Clipping_by_norm_keeps_the_direction_and_never_lengthens() => Cases.Sample(c =>
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = WithGradients(c.Seed);
        double[] before = Nets.GradientValues(parameters);
        GradientClipping.ByNorm(parameters, c.Max, c.Order);
        double[] after = Nets.GradientValues(parameters);
        double factor = Nets.Norm(after, 2) / Nets.Norm(before, 2);
        return factor <= 1 + 1e-6 && before.Zip(after).All(pair => Near(pair.First * factor, pair.Second));
    }, iter: 200, threads: 1);

    [Fact]
    public void Clipping_by_value_clamps_each_element() => Cases.Sample(c =>
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = WithGradients(c.Seed);
        double[] before = Nets.GradientValues(parameters);
        GradientClipping.ByValue(parameters, c.Max);
        return before.Zip(Nets.GradientValues(parameters)).All(pair => Near(Math.Clamp(pair.First, -c.Max, c.Max), pair.Second));
    }, iter: 200, threads: 1);

    [Fact]
    public void A_subset_leaves_the_others_alone_and_parameters_without_gradient_count_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = WithGradients(3);
        double[] other = Nets.GradientValues([parameters[2]]);
        parameters[1].grad = null;

        double norm = GradientClipping.ByNorm(parameters[..2], 1e-3);

        Assert.True(norm > 0.1);
        Assert.Null(parameters[1].grad);
        Assert.Equal(other, Nets.GradientValues([parameters[2]]));
        Assert.Equal(0, GradientClipping.ByNorm([parameters[1]], 1));
    }

    [Theory]
    [InlineData(0, 2, "maxNorm")]
    [InlineData(-1, 2, "maxNorm")]
    [InlineData(double.NaN, 2, "maxNorm")]
    [InlineData(1, -1, "normType")]
    [InlineData(1, double.NaN, "normType")]
    public void Numbers_out_of_range_are_refused_by_name(double maxNorm, double normType, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => GradientClipping.ByNorm([], maxNorm, normType));

    [Fact]
    public void Nothing_is_left_behind()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = WithGradients(1);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        GradientClipping.ByNorm(parameters, 1);
        GradientClipping.ByValue(parameters, 1);
        GradientClipping.Adaptive(parameters);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Parameter[] WithGradients(long seed)
    {
        Parameter[] parameters = Nets.Parameters();
        Nets.Gradients(parameters, seed);
        return parameters;
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-4 * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-6;
}
