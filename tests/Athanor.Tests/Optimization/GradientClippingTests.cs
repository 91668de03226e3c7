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
    public void Adaptive_clipping_bounds_each_unit_s_ratio_and_leaves_units_within_it_alone() => Cases.Sample(c =>
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = WithGradients(c.Seed);
        double clipping = c.Max / 10;
        double[][] before = Units(parameters, gradients: true);
        GradientClipping.Adaptive(parameters, clipping);
        double[][] after = Units(parameters, gradients: true);
        double[][] weights = Units(parameters, gradients: false);
        return Enumerable.Range(0, weights.Length).All(u =>
        {
            double bound = clipping * Math.Max(Nets.Norm(weights[u], 2), 1e-3);
            double norm = Nets.Norm(before[u], 2);
            double factor = Math.Min(1, bound / norm);
            return Nets.Norm(after[u], 2) <= bound * (1 + 1e-5) && before[u].Zip(after[u]).All(pair => Near(pair.First * factor, pair.Second));
        });
    }, iter: 200, threads: 1);

    [Fact]
    public void Adaptive_clipping_of_weights_and_gradients_times_k_gives_gradients_times_k()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] one = WithGradients(5);
        Parameter[] other = [.. Nets.Parameters().Select(parameter => new Parameter(parameter.detach() * 8))];
        Nets.Gradients(other, 5, scale: 8);
        GradientClipping.Adaptive(one);
        GradientClipping.Adaptive(other);
        Assert.Equal(Nets.GradientValues(one).Select(value => value * 8), Nets.GradientValues(other));
    }

    [Fact]
    public void Gradients_of_zero_stay_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Nets.Parameters();
        Nets.Gradients(parameters, seed: 1, scale: 0);
        GradientClipping.ByNorm(parameters, 1);
        GradientClipping.ByValue(parameters, 1);
        GradientClipping.Adaptive(parameters);
        Assert.All(Nets.GradientValues(parameters), value => Assert.Equal(0, value));
    }

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

    /// <summary>The numbers of each unit: a row of a matrix, a whole vector.</summary>
    private static double[][] Units(Parameter[] parameters, bool gradients) =>
    [
        .. parameters.SelectMany(parameter =>
        {
            double[] values = Nets.Values([gradients ? parameter.grad! : parameter]);
            int size = parameter.dim() == 1 ? values.Length : (int)parameter.shape[1];
            return values.Chunk(size);
        }),
    ];

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-4 * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-6;
}
