using System.Text.Json.Nodes;
using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Specs;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Athanor.Tests.Optimization;

public sealed class FollowingClippingTests
{
    private static readonly double[] Norms = [3, 1, 4, 1, 5, 9, 2, 6];

    private static readonly Gen<double[]> Histories = Gen.Double[1e-3, 1e3].Array[1, 40];

    public static TheoryData<FollowingClipping> Followers =>
        [new AutoClip(), new AutoClip { Percentile = 50, History = 3 }, new ZClip { WarmupSteps = 2, ZThreshold = 0.5 }, new ZClip { WarmupSteps = 3, MaxNorm = 0.5 }];

    /// <remarks>By hand, and as numpy.percentile has it: of (1, 3) the 10th is 1 + 0.1 · 2.</remarks>
    [Theory]
    [InlineData(10, null, new[] { 3, 1.2, 1.4, 1, 1, 1, 1, 1 })]
    [InlineData(50, null, new[] { 3, 2, 3, 2, 3, 3.5, 3, 3.5 })]
    [InlineData(90, null, new[] { 3, 2.8, 3.8, 3.7, 4.6, 7, 6.6, 6.9 })]
    [InlineData(50, 3, new[] { 3, 2.0, 3, 1, 4, 5, 5, 6 })]
    [InlineData(100, null, new[] { 3, 3.0, 4, 4, 5, 9, 9, 9 })]
    public void AutoClip_s_bound_is_the_percentile_of_the_norms_so_far(double percentile, int? history, double[] bounds)
    {
        ClippingBound bound = new AutoClip { Percentile = percentile, History = history }.NewBound();
        Near(bounds, [.. Norms.Select(bound.Next)]);
    }

    /// <remarks>Equations 3 to 7 of the paper in double precision, apart from this code; the first four norms are the warmup.</remarks>
    [Fact]
    public void ZClip_bounds_outliers_by_the_paper_s_equations()
    {
        ClippingBound bound = new ZClip { Alpha = 0.9, ZThreshold = 2, WarmupSteps = 4 }.NewBound();
        double none = double.PositiveInfinity;
        Near([none, none, none, none, none, 2.2866041186, none, 2.0820365981, none], [.. new double[] { 1, 2, 3, 2, 2.5, 10, 2, 100, 1 }.Select(bound.Next)]);
        SavedState state = bound.SaveState();
        Near([1.9610817341, 0.4045785434], [state.Double("mean"), state.Double("variance")]);
    }

    [Fact]
    public void ZClip_s_own_bound_holds_in_the_warmup_and_after_it()
    {
        ClippingBound bound = new ZClip { WarmupSteps = 2, MaxNorm = 1.5 }.NewBound();
        Near([1.5, 1.5, 1.5, 1.5], [.. new double[] { 1, 3, 2, 50 }.Select(bound.Next)]);
    }

    [Fact]
    public void Norms_times_k_give_bounds_times_k() => Gen.Select(Histories, Gen.Int[-8, 8]).Sample((norms, power) =>
    {
        double k = Math.ScaleB(1, power);
        ClippingBound one = new AutoClip { Percentile = 37, History = 7 }.NewBound();
        ClippingBound other = new AutoClip { Percentile = 37, History = 7 }.NewBound();
        return norms.All(norm => (one.Next(norm) * k).Equals(other.Next(norm * k)));
    }, iter: 200);

    [Fact]
    public void A_bound_lies_between_the_least_and_the_greatest_norm_so_far() => Histories.Sample(norms =>
    {
        ClippingBound bound = new AutoClip { Percentile = 20 }.NewBound();
        return Enumerable.Range(1, norms.Length).All(n => bound.Next(norms[n - 1]) is var next && next >= norms[..n].Min() && next <= norms[..n].Max());
    }, iter: 200);

    [Theory]
    [MemberData(nameof(Followers))]
    public void Norms_that_are_not_finite_are_not_remembered(FollowingClipping clipping)
    {
        ClippingBound plain = clipping.NewBound();
        ClippingBound broken = clipping.NewBound();
        foreach (double norm in Norms)
        {
            Assert.Equal(double.PositiveInfinity, broken.Next(double.PositiveInfinity));
            Assert.Equal(double.PositiveInfinity, broken.Next(double.NaN));
            Assert.Equal(plain.Next(norm), broken.Next(norm));
        }
    }

    [Theory]
    [MemberData(nameof(Followers))]
    public void A_bound_restored_from_a_file_goes_on_bit_for_bit(FollowingClipping clipping)
    {
        for (int used = 0; used <= Norms.Length; used++)
        {
            using DisposeScope scope = NewDisposeScope();
            ClippingBound bound = clipping.NewBound();
            foreach (double norm in Norms.Take(used))
            {
                bound.Next(norm / 3);
            }

            SavedState saved = bound.SaveState();
            ClippingBound resumed = clipping.NewBound();
            resumed.Next(77);
            resumed.RestoreState(saved with { Values = JsonNode.Parse(saved.Values.ToJsonString())!.AsObject() });
            Assert.All(Norms, norm => Assert.Equal(bound.Next(norm * 1.1), resumed.Next(norm * 1.1)));
        }
    }

    [Theory]
    [MemberData(nameof(Followers))]
    public void Gradients_of_zero_stay_zero_and_end_no_training(FollowingClipping clipping)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Nets.Parameters();
        ClippingBound bound = clipping.NewBound();
        Nets.Gradients(parameters, seed: 1, scale: 0);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(0, bound.Clip(parameters));
        }

        Assert.All(Nets.GradientValues(parameters), value => Assert.Equal(0, value));
        Nets.Gradients(parameters, seed: 1);
        Assert.True(bound.Clip(parameters) > 0.1);
        Assert.Contains(Nets.GradientValues(parameters), value => value != 0);
        parameters[0].grad = parameters[1].grad = parameters[2].grad = null;
        Assert.Equal(0, bound.Clip(parameters));
    }

    [Theory]
    [MemberData(nameof(Followers))]
    public void An_update_clips_the_mean_gradient_to_the_bound_and_keeps_its_direction(FollowingClipping clipping)
    {
        const float Count = 4;
        foreach ((ScalarType type, RegularizationSpec regularization) in new (ScalarType, RegularizationSpec)[]
                 {
                     (ScalarType.Float32, new NoRegularization()), (ScalarType.Float32, new L2 { Lambda = 0.01 }), (ScalarType.Float64, new NoRegularization()),
                 })
        {
            using DisposeScope scope = NewDisposeScope();
            Parameter[] ours = [.. Nets.Parameters().Select(parameter => new Parameter(parameter.detach().to_type(type)))];
            Parameter[] byHand = [.. Nets.Parameters().Select(parameter => new Parameter(parameter.detach().to_type(type)))];
            using Optimizer optimizer = new Sgd { Lr = 0.1, Momentum = 0.9 }.Build(ours);
            using Optimizer reference = new Sgd { Lr = 0.1, Momentum = 0.9 }.Build(byHand);
            using var update = new UpdateStep(optimizer, clipping, regularization);
            ClippingBound bound = clipping.NewBound();
            for (int t = 0; t < 6; t++)
            {
                double size = 1 + (t % 3);
                Give(ours, t, size * Count);
                Give(byHand, t, size);
                regularization.AddGradient(reference.Parameters);
                double[] before = Nets.GradientValues(byHand);
                double norm = Nets.Norm(before, 2);
                double most = bound.Next(norm);
                double factor = Math.Min(1, most / (norm + 1e-6));
                foreach (Parameter parameter in byHand)
                {
                    using Tensor gradient = parameter.grad!;
                    gradient.mul_(factor);
                }

                Assert.True(Nets.Norm(Nets.GradientValues(byHand), 2) <= most * (1 + 1e-6));
                reference.Step();
                update.Apply(0.1, tensor(Count, type));
                Near(Nets.Values(byHand), Nets.Values(ours), 1e-5);
            }
        }

        static void Give(Parameter[] parameters, int seed, double scale)
        {
            using var generator = new Generator((ulong)seed);
            foreach (Parameter parameter in parameters)
            {
                parameter.grad = (randn(parameter.shape, generator: generator) * scale).to_type(parameter.dtype);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Followers))]
    public void An_update_that_is_left_out_leaves_the_bound_as_it_was(FollowingClipping clipping)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Nets.Parameters();
        using Optimizer optimizer = new AdamW().Build(parameters);
        using var update = new UpdateStep(optimizer, clipping, new NoRegularization());
        Nets.Gradients(parameters, seed: 1);
        update.Apply(0.1, tensor(1f));
        string before = Written(update.Following!);
        double[] weights = Nets.Values(parameters);

        update.Apply(0.1, tensor(1f), foundInf: tensor(1f));
        parameters[1].grad = full_like(parameters[1], double.PositiveInfinity).detach();
        update.Apply(0.1, tensor(1f));

        Assert.Equal(before, Written(update.Following!));
        Assert.Equal(weights, Nets.Values(parameters));
    }

    [Theory]
    [MemberData(nameof(Followers))]
    public void Nothing_is_left_behind(FollowingClipping clipping)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Nets.Parameters();
        using Optimizer optimizer = new AdamW().Build(parameters);
        using var update = new UpdateStep(optimizer, clipping, new NoRegularization());
        ClippingBound bound = clipping.NewBound();
        Nets.Gradients(parameters, seed: 1);
        Tensor count = tensor(1f);
        update.Apply(0.1, count);
        bound.Clip(parameters);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            update.Apply(0.1, count);
            bound.Clip(parameters);
            bound.RestoreState(bound.SaveState());
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Followers))]
    public void Clipping_without_the_norms_before_is_refused_with_the_way_to_do_it(FollowingClipping clipping) =>
        Assert.Contains("NewBound()", Assert.Throws<InvalidOperationException>(() => clipping.Clip([])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "autoclip": { "percentile": 0 } }""", "clipping.autoclip.percentile")]
    [InlineData("""{ "autoclip": { "percentile": 101 } }""", "clipping.autoclip.percentile")]
    [InlineData("""{ "autoclip": { "history": 0 } }""", "clipping.autoclip.history")]
    [InlineData("""{ "zclip": { "alpha": 1 } }""", "clipping.zclip.alpha")]
    [InlineData("""{ "zclip": { "zThreshold": 0 } }""", "clipping.zclip.zThreshold")]
    [InlineData("""{ "zclip": { "warmupSteps": 0 } }""", "clipping.zclip.warmupSteps")]
    [InlineData("""{ "zclip": { "maxNorm": 0 } }""", "clipping.zclip.maxNorm")]
    public void Options_out_of_range_are_refused_at_their_place(string clipping, string path)
    {
        RecipePath at = RecipePath.Root.Key("clipping");
        var refused = Assert.Throws<RecipeException>(() => SpecValidator.Check(SpecReader.Read<ClippingSpec>(JsonNode.Parse(clipping), at), at));
        Assert.Equal(path, refused.Path);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    [InlineData(-1.0)]
    public void A_saved_history_that_holds_no_norms_is_refused(double norm)
    {
        using DisposeScope scope = NewDisposeScope();
        ClippingBound bound = new AutoClip { History = 2 }.NewBound();
        SavedState With(params double[] norms) => new() { Tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["norms"] = tensor(norms) } };
        Assert.Throws<ArgumentException>(() => bound.RestoreState(With(norm)));
        Assert.Throws<ArgumentException>(() => bound.RestoreState(With(1, 2, 3)));
        Assert.Throws<ArgumentException>(() => bound.RestoreState(new SavedState()));
        Assert.Throws<ArgumentException>(() => new ZClip().NewBound().RestoreState(new SavedState()));
    }

    private static string Written(ClippingBound bound)
    {
        SavedState state = bound.SaveState();
        return string.Join(' ', [state.Values.ToJsonString(), .. Nets.Values(state.Tensors.Values).Select(value => value.ToString("R"))]);
    }

    private static void Near(double[] expected, double[] actual, double tolerance = 1e-9) =>
        Assert.Equal(expected, actual, (a, b) => a.Equals(b) || Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a)));
}
