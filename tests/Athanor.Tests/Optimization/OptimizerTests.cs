using Athanor.Optimization;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Athanor.Tests.Optimization;

public sealed class OptimizerTests
{
    public static TheoryData<OptimizerSpec> Optimizers => Nets.Optimizers;

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_step_that_is_left_out_changes_nothing(OptimizerSpec spec)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Nets.Parameters();
        using Optimizer optimizer = spec.Build(parameters);
        Nets.Gradients(parameters, seed: 1);
        optimizer.Step();
        double[] before = [.. Nets.Values(parameters), .. Nets.Values(optimizer.State().Values)];

        Nets.Gradients(parameters, seed: 2, scale: double.PositiveInfinity);
        optimizer.Step(spec.Lr, tensor(2f), ones(1)[0]);

        double[] after = [.. Nets.Values(parameters), .. Nets.Values(optimizer.State().Values)];
        Assert.Equal(before, after);
        Assert.Equal(1, optimizer.Steps);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_restored_optimizer_goes_on_bit_for_bit(OptimizerSpec spec)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] whole = Nets.Parameters();
        using Optimizer uninterrupted = spec.Build(whole);
        Run(uninterrupted, whole, from: 0, to: 4);
        var saved = uninterrupted.State().ToDictionary(item => item.Key, item => item.Value.clone(), StringComparer.Ordinal);
        Parameter[] resumed = [.. whole.Select(parameter => new Parameter(parameter.detach().clone()))];
        using Optimizer other = spec.Build(resumed);
        Run(other, resumed, from: 9, to: 11);
        using (no_grad())
        {
            foreach ((Parameter a, Parameter b) in resumed.Zip(whole))
            {
                a.copy_(b);
            }
        }

        other.Restore(saved, uninterrupted.Steps);
        Run(uninterrupted, whole, from: 4, to: 8);
        Run(other, resumed, from: 4, to: 8);

        Assert.Equal(Nets.Values(whole), Nets.Values(resumed));
        Assert.Equal(8, other.Steps);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_parameter_without_gradient_stays_and_counts_its_own_steps(OptimizerSpec spec)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] together = Nets.Parameters();
        Parameter[] apart = Nets.Parameters();
        using Optimizer both = spec.Build(together);
        using Optimizer first = spec.Build([apart[0]]);
        using Optimizer rest = spec.Build(apart[1..]);
        for (int t = 0; t < 5; t++)
        {
            Nets.Gradients(together, seed: t);
            Nets.Gradients(apart, seed: t);
            if (t < 2 || t == 3)
            {
                together[0].grad = null;
            }
            else
            {
                first.Step();
            }

            both.Step();
            rest.Step();
        }

        Assert.Equal(Nets.Values(apart), Nets.Values(together));
        Assert.Equal(5, both.Steps);
        Assert.Equal(2f, both.State()["0.step"].item<float>());
    }

    [Fact]
    public void Own_step_counts_survive_a_checkpoint()
    {
        using DisposeScope scope = NewDisposeScope();
        var spec = new Adam();
        Parameter[] whole = Nets.Parameters();
        using Optimizer optimizer = spec.Build(whole);
        Nets.Gradients(whole, 0);
        whole[1].grad = null;
        optimizer.Step();
        Parameter[] resumed = [.. whole.Select(parameter => new Parameter(parameter.detach().clone()))];
        using Optimizer other = spec.Build(resumed);
        other.Restore(optimizer.State(), optimizer.Steps);

        Run(optimizer, whole, 1, 3);
        Run(other, resumed, 1, 3);

        Assert.Equal(Nets.Values(whole), Nets.Values(resumed));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Steps_leave_no_tensors_behind(OptimizerSpec spec)
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            Parameter[] parameters = Nets.Parameters();
            using (Optimizer optimizer = spec.Build(parameters))
            {
                Nets.Gradients(parameters, seed: 1);
                optimizer.Step();
                long after = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
                optimizer.Step();
                Assert.Equal(after, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
                optimizer.ZeroGradients();
                Assert.All(parameters, parameter => Assert.Null(parameter.grad));
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Gradients_without_a_scale_stay_as_they_are()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (OptimizerSpec spec in Nets.Optimizers.Select(row => row.Data))
        {
            Parameter[] parameters = Nets.Parameters();
            using Optimizer optimizer = spec.Build(parameters);
            Nets.Gradients(parameters, seed: 1);
            double[] before = Nets.GradientValues(parameters);
            optimizer.Step();
            Assert.Equal(before, Nets.GradientValues(parameters));
        }
    }

    [Fact]
    public void Without_decay_of_biases_and_norms_only_matrices_shrink()
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module model = nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4), nn.Linear(4, 2));
        using Optimizer optimizer = new AdamW { WeightDecay = 0.5, DecayBiasesAndNorms = false, Lr = 0.1 }.Build(model);
        double[] before = Nets.Values(optimizer.Parameters.Select(item => (Tensor)item.Parameter));
        foreach ((_, Parameter parameter) in optimizer.Parameters)
        {
            parameter.grad = zeros_like(parameter).detach();
        }

        optimizer.Step();

        Assert.Equal(["0.weight", "2.weight"], optimizer.Groups[0].Parameters.Select(item => item.Name));
        Assert.Equal(["0.bias", "1.weight", "1.bias", "2.bias"], optimizer.Groups[1].Parameters.Select(item => item.Name));
        double[] after = Nets.Values(optimizer.Parameters.Select(item => (Tensor)item.Parameter));
        Assert.Equal(before[..20].Select(value => (float)value * 0.95f), after[..20].Select(value => (float)value), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(before[20..], after[20..]);
    }

    [Fact]
    public void Frozen_parameters_are_left_out()
    {
        using nn.Module model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2));
        foreach (Parameter parameter in model.parameters().Take(2))
        {
            parameter.requires_grad = false;
        }

        using Optimizer optimizer = new Sgd().Build(model);

        Assert.Equal(["1.weight", "1.bias"], optimizer.Parameters.Select(item => item.Name));
    }

    [Fact]
    public void A_parameter_that_stands_in_two_groups_is_refused_by_name()
    {
        Parameter[] parameters = Nets.Parameters();
        var refusal = Assert.Throws<ArgumentException>(() => new Sgd().Build([new ParameterGroup([("w", parameters[0])]), new ParameterGroup([("v", parameters[0])])]));
        Assert.StartsWith("parameter 'v' stands in the optimizer's groups twice", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_lacks_a_tensor_or_has_another_shape_is_refused_and_nothing_changes()
    {
        using DisposeScope scope = NewDisposeScope();
        using Optimizer optimizer = new AdamW().Build(Nets.Parameters());
        var state = optimizer.State().ToDictionary(item => item.Key, item => ones_like(item.Value), StringComparer.Ordinal);
        state["1.expAvgSq"] = zeros(5);
        Assert.Contains("'1.expAvgSq' is [5], not [4]", Assert.Throws<ArgumentException>(() => optimizer.Restore(state, 3)).Message, StringComparison.Ordinal);
        state.Remove("1.expAvgSq");
        Assert.Contains("'1.expAvgSq' is missing", Assert.Throws<ArgumentException>(() => optimizer.Restore(state, 3)).Message, StringComparison.Ordinal);
        Assert.All(Nets.Values(optimizer.State().Values), value => Assert.Equal(0, value));
    }

    private static void Run(Optimizer optimizer, Parameter[] parameters, int from, int to)
    {
        for (int t = from; t < to; t++)
        {
            Nets.Gradients(parameters, seed: t);
            optimizer.Step();
        }
    }
}
