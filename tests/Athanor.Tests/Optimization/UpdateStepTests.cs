using Athanor.Optimization;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Athanor.Tests.Optimization;

public sealed class UpdateStepTests
{
    public static TheoryData<ClippingSpec, RegularizationSpec> Combinations
    {
        get
        {
            var rows = new TheoryData<ClippingSpec, RegularizationSpec>();
            foreach (ClippingSpec clipping in (ClippingSpec[])[new NoClipping(), new ClipByNorm { MaxNorm = 0.5 }, new ClipByNorm { MaxNorm = 0.1, NormType = 0 }, new ClipByValue { ClipValue = 0.1 }, new ClipAdaptive()])
            {
                rows.Add(clipping, new NoRegularization());
                rows.Add(clipping, new ElasticNet { L1 = 0.05, L2 = 0.1 });
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void An_update_divides_adds_the_penalty_clips_and_steps_in_this_order(ClippingSpec clipping, RegularizationSpec regularization)
    {
        using DisposeScope scope = NewDisposeScope();
        const float Count = 7;
        Parameter[] ours = Nets.Parameters();
        Parameter[] byHand = Nets.Parameters();
        using Optimizer optimizer = new Sgd { Lr = 0.1, Momentum = 0.9 }.Build(ours);
        using Optimizer reference = new Sgd { Lr = 0.1, Momentum = 0.9 }.Build(byHand);
        using var update = new UpdateStep(optimizer, clipping, regularization);
        for (int t = 0; t < 3; t++)
        {
            Nets.Gradients(ours, seed: t, scale: Count);
            Nets.Gradients(byHand, seed: t);
            Tensor penalty = regularization.AddGradient(reference.Parameters);
            double[] norms = [.. byHand.Select(parameter => Nets.Norm(Nets.GradientValues([parameter]), 2))];
            clipping.Clip(byHand);
            reference.Step();

            UpdateReport report = update.Apply(0.1, tensor(Count));

            Near(norms, Nets.Values([report.ParameterNorms]));
            Near([Nets.Norm(norms, 2)], Nets.Values([report.TotalNorm]));
            Assert.Equal(regularization is NoRegularization, report.Penalty is null);
            Near([penalty.item<double>()], [report.Penalty?.item<double>() ?? 0]);
            Near(Nets.Values(byHand), Nets.Values(ours));
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void A_gradient_that_is_not_finite_leaves_the_step_out_and_says_so(ClippingSpec clipping, RegularizationSpec regularization)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Nets.Parameters();
        using Optimizer optimizer = new AdamW().Build(parameters);
        using var update = new UpdateStep(optimizer, clipping, regularization);
        Nets.Gradients(parameters, seed: 1);
        parameters[1].grad = full_like(parameters[1], double.NaN).detach();
        double[] before = Nets.Values(parameters);

        UpdateReport report = update.Apply(0.1, tensor(2f));

        Assert.Equal(1f, report.LeftOut.item<float>());
        Assert.Equal([false, true, false], Nets.Values([report.ParameterNorms]).Select(double.IsNaN));
        Assert.Equal(before, Nets.Values(parameters));
        Assert.Equal(0, optimizer.Steps);
    }

    [Fact]
    public void Norms_keep_their_places_where_a_parameter_has_no_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Nets.Parameters();
        using Optimizer optimizer = new AdamW().Build(parameters);
        using var update = new UpdateStep(optimizer, new NoClipping(), new NoRegularization());
        Nets.Gradients(parameters, seed: 1);
        parameters[1].grad = null;

        double[] norms = Nets.Values([update.Apply(0.1, tensor(1f)).ParameterNorms]);

        Assert.Equal(3, norms.Length);
        Assert.Equal([true, false, true], norms.Select(norm => norm > 0));
        optimizer.ZeroGradients();
        Assert.Equal([0, 0, 0], Nets.Values([update.Apply(0.1, tensor(1f)).ParameterNorms]));
        Assert.Equal(1, optimizer.Steps);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Updates_leave_no_tensors_behind(ClippingSpec clipping, RegularizationSpec regularization)
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            Parameter[] parameters = Nets.Parameters();
            using Optimizer optimizer = new AdamW().Build(parameters);
            using var update = new UpdateStep(optimizer, clipping, regularization);
            Tensor count = tensor(2f);
            for (int t = 0; t < 3; t++)
            {
                using DisposeScope step = NewDisposeScope();
                Nets.Gradients(parameters, seed: t);
                update.Apply(0.1, count);
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static void Near(double[] expected, double[] actual) => Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= 1e-5 * Math.Max(1, Math.Abs(a)));
}
