using Athanor.Training.Pretraining;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Tests.Training.Pretraining;

/// <summary>One hidden unit of weights (0.5, −0.5) over two inputs, of which (1, 0) is seen. σ(0.5) = 0.6224593, σ(−0.5) = 0.3775407.</summary>
[Collection(AloneInProcess.Name)]
public sealed class BoltzmannLearnerTests : IDisposable
{
    private const double Lr = 0.1;
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Linear _layer = nn.Linear(2, 1);
    private readonly Tensor _seen = tensor((float[])[1, 0]).reshape(1, 2);

    public void Dispose()
    {
        _layer.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void A_unit_that_is_always_on_moves_weights_and_visible_bias_by_what_it_gives_back_wrongly()
    {
        using BoltzmannLearner learner = Learner(bias: 100);

        (double loss, double norm) = learner.Step(_seen, epoch: 0);

        // It gives back (0.6224593, 0.3775407) and is certain both times, so each direction is v − v′ = (0.3775407, −0.3775407).
        Assert.Equal(0.1425370, loss, 1e-6);
        Assert.Equal(0.7550814, norm, 1e-6);
        AssertNear([0.5377541, -0.5377541], _layer.weight!);
        AssertNear([100], _layer.bias!);
        AssertNear([0.0377541, -0.0377541], learner.VisibleBias);
    }

    [Fact]
    public void The_second_step_keeps_a_share_of_the_first_one_and_more_of_it_once_the_first_epochs_are_over()
    {
        // From weights (0.5377541, …) and biases (0.0377541, …) it gives back σ(0.5755081) = 0.6400330, so the direction is 0.3599670.
        foreach ((int epoch, double kept) in new[] { (4, 0.5), (5, 0.9) })
        {
            using BoltzmannLearner learner = Learner(bias: 100);
            learner.Step(_seen, epoch);
            learner.Step(_seen, epoch);

            double step = (kept * 0.03775407) + (Lr * 0.3599670);
            AssertNear([0.5377541 + step, -0.5377541 - step], _layer.weight!);
        }
    }

    [Fact]
    public void A_unit_that_is_on_with_its_probability_makes_one_of_two_steps()
    {
        // p = σ(0.5). Drawn on: v′ as above, p′ = σ(0.1224593) = 0.5305766. Drawn off: v′ = (0.5, 0.5), p′ = 0.5.
        double[] on = [0.5 + (Lr * 0.2921969), -0.5 - (Lr * 0.2003143), Lr * 0.0918827];
        double[] off = [0.5 + (Lr * 0.3724593), -0.5 - (Lr * 0.25), Lr * 0.1224593];
        int drawnOn = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            manual_seed(seed);
            using BoltzmannLearner learner = Learner(bias: 0);
            learner.Step(_seen, epoch: 0);

            double[] moved = [.. _layer.weight!.data<float>().Select(value => (double)value), _layer.bias!.item<float>()];
            bool isOn = Math.Abs(moved[0] - on[0]) < 1e-3;
            drawnOn += isOn ? 1 : 0;
            Assert.All(moved.Zip(isOn ? on : off), pair => Assert.Equal(pair.Second, pair.First, 2e-6));
        }

        Assert.InRange(drawnOn, 14, 36);
    }

    [Fact]
    public void Visible_biases_start_at_the_log_odds_of_the_means_and_stay_finite_for_inputs_that_never_change()
    {
        using var learner = new BoltzmannLearner(new RestrictedBoltzmann(), new LayerToLearn(nn.Linear(4, 1), nn.Sigmoid(), tensor((float[])[0.5f, 0.8f, 0, 1]), IsUnitRange: true));

        AssertNear([0, Math.Log(4), -Math.Log(99), Math.Log(99)], learner.VisibleBias);
    }

    [Fact]
    public void Weight_decay_takes_hold_of_the_weights_alone()
    {
        using BoltzmannLearner learner = Learner(bias: 100, new RestrictedBoltzmann { WeightDecay = 0.2 });
        learner.Step(_seen, epoch: 0);

        AssertNear([0.5377541 - (Lr * 0.2 * 0.5), -0.5377541 + (Lr * 0.2 * 0.5)], _layer.weight!);
        AssertNear([100], _layer.bias!);
    }

    [Fact]
    public void A_step_that_is_not_finite_is_not_taken()
    {
        using BoltzmannLearner learner = Learner(bias: 0);

        (double loss, _) = learner.Step(tensor((float[])[float.NaN, 0]).reshape(1, 2), epoch: 0);

        Assert.True(double.IsNaN(loss));
        AssertNear([0.5, -0.5], _layer.weight!);
    }

    private BoltzmannLearner Learner(float bias, RestrictedBoltzmann? spec = null)
    {
        using (no_grad())
        {
            _layer.weight!.copy_(tensor((float[])[0.5f, -0.5f]).reshape(1, 2));
            _layer.bias!.fill_(bias);
        }

        return new BoltzmannLearner((spec ?? new()) with { Lr = Lr }, new LayerToLearn(_layer, nn.Sigmoid(), full(2, 0.5f), IsUnitRange: true));
    }

    private static void AssertNear(double[] expected, Tensor actual) =>
        Assert.All(expected.Zip(actual.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
}
