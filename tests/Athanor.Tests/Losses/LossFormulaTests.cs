using Athanor.Losses;
using static TorchSharp.torch;

namespace Athanor.Tests.Losses;

/// <summary>Losses that no reference values hold, against their formulas written out in plain numbers.</summary>
public sealed class LossFormulaTests
{
    [Fact]
    public void Root_mean_square_is_the_root_over_what_counts_and_has_no_gradient_at_0()
    {
        using var scope = NewDisposeScope();
        Tensor prediction = tensor(new[] { 1.0, 5.0, 2.0 }).requires_grad_();
        var input = new LossInput(prediction, tensor(new[] { 0.0, 9.0, 5.0 }), tensor(new[] { 1.0, 0.0, 1.0 }), tensor(new[] { 1.0, 1.0, 3.0 }));
        Tensor loss = new RmseLoss().Reduce(input, Reduction.Mean);
        Assert.Equal(Math.Sqrt((1 + (3 * 9)) / 4.0), loss.item<double>(), 1e-12);
        loss.backward();
        Assert.Equal(-9 / 4.0 / loss.item<double>(), prediction.grad![2].item<double>(), 1e-12);

        Tensor right = tensor(new[] { 1.0, 2.0 }).requires_grad_();
        new RmseLoss().Reduce(new LossInput(right, right.detach()), Reduction.Mean).backward();
        Assert.Equal(0, right.grad!.abs().max().item<double>());
    }

    [Fact]
    public void Jensen_Shannon_is_symmetric_in_its_distributions_and_at_most_log_2()
    {
        using var scope = NewDisposeScope();
        Tensor p = tensor(new[] { 0.4, 0.4, 0.2 }).unsqueeze(0);
        Tensor q = tensor(new[] { 0.5, 0.3, 0.2 }).unsqueeze(0);
        double Loss(Tensor logits, Tensor target) => new JensenShannon().Reduce(new LossInput(logits, target), Reduction.Mean).item<double>();
        Assert.Equal(0.006367198333995731, Loss(p.log(), q), 1e-12);
        Assert.Equal(Loss(p.log(), q), Loss(q.log(), p), 1e-12);
        Assert.Equal(Math.Log(2), Loss(tensor(new[] { 1e4, -1e4 }).unsqueeze(0), tensor(new[] { 0.0, 1.0 }).unsqueeze(0)), 1e-12);
    }

    [Fact]
    public void Cosine_embedding_measures_angles_and_takes_a_vector_of_0_for_upright()
    {
        using var scope = NewDisposeScope();
        Tensor first = tensor(new[,] { { 2.0, 0.0 }, { 2.0, 0.0 }, { 3.0, 3.0 }, { 0.0, 0.0 } }).requires_grad_();
        Tensor second = tensor(new[,] { { 0.0, 5.0 }, { -1.0, 0.0 }, { 1.0, 0.0 }, { 1.0, 0.0 } });
        Tensor loss = new CosineEmbeddingLoss { Margin = 0.2 }.Reduce(
            new LossInput(first, tensor(new[] { 1.0, 1.0, -1.0, 1.0 })).With(CosineEmbeddingLoss.Second, second), Reduction.None);
        Assert.Equal([1, 2, Math.Sqrt(0.5) - 0.2, 1], loss.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        loss.sum().backward();
        Assert.True(first.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Symmetric_percentage_error_has_the_gradient_of_a_constant_denominator()
    {
        using var scope = NewDisposeScope();
        Tensor forecast = tensor(new[] { 110.0, 90.0, 0.0, -10.0 }).requires_grad_();
        Tensor loss = new SmapeLoss().Reduce(new LossInput(forecast, tensor(new[] { 100.0, 100.0, 0.0, 30.0 })), Reduction.Sum);
        Assert.Equal(200 * ((10 / 210.0) + (10 / 190.0) + 1), loss.item<double>(), 1e-9);
        loss.backward();
        Assert.Equal([200 / 210.0, -200 / 190.0, 0, -200 / 40.0], forecast.grad!.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_reconstruction_sums_over_places_and_leaves_out_the_masked()
    {
        using var scope = NewDisposeScope();
        Tensor terms = new ReconstructionLoss().Reduce(
            new LossInput(tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }), zeros(2, 2), tensor(new[,] { { 1.0, 1.0 }, { 1.0, 0.0 } })), Reduction.None);
        Assert.Equal([2.5, 4.5], terms.data<double>().ToArray());
        Assert.Equal(
            2 * Math.Log(2),
            new ReconstructionLoss { Kind = ReconstructionKind.Bce }.Reduce(new LossInput(zeros(3, 2), full(3, 2, 0.5f)), Reduction.Mean).item<float>(),
            1e-6);
    }

    [Fact]
    public void Feature_matching_adds_layers_and_teaches_only_what_is_made()
    {
        using var scope = NewDisposeScope();
        Tensor made = tensor(new[,] { { 1.0, 3.0 } }).requires_grad_();
        Tensor real = zeros(1, 2, ScalarType.Float64).requires_grad_();
        var input = new LossInput(made).With("made/a", made).With("real/a", real).With("made/b", made).With("real/b", made);
        LossTerms terms = new FeatureMatchingLoss { Layers = ["a", "b"] }.Terms(input);
        Assert.Equal((2, 2, 0), (terms.Sum.item<double>(), terms.Parts["a"].Sum.item<double>(), terms.Parts["b"].Sum.item<double>()));
        Assert.Equal(5, new FeatureMatchingLoss { Squared = true }.Reduce(new LossInput(made, real), Reduction.Mean).item<double>());
        terms.Sum.backward();
        Assert.Null(real.grad);
        Assert.Equal([0.5, 0.5], made.grad!.data<double>().ToArray());
    }

    [Fact]
    public void Cycle_consistency_adds_the_way_back_where_it_is_given()
    {
        using var scope = NewDisposeScope();
        Tensor there = full(2, 3, 0.1);
        var one = new LossInput(there, zeros(2, 3));
        Assert.Equal(1, new CycleConsistencyLoss().Reduce(one, Reduction.Mean).item<float>(), 1e-6);
        LossTerms both = new CycleConsistencyLoss().Terms(one.With(CycleConsistencyLoss.Backward, full(2, 5, 0.3)).With(CycleConsistencyLoss.BackwardTarget, zeros(2, 5)));
        Assert.Equal(4, both.Reduce(Reduction.Mean).item<float>(), 1e-6);
        Assert.Equal(0.3, both.Reduce("backward", Reduction.Mean).item<float>(), 1e-6);
    }

    [Fact]
    public void The_gradient_penalty_s_gradient_is_the_critic_s_and_can_be_differentiated_again()
    {
        using var scope = NewDisposeScope();
        Tensor weight = tensor(new[] { 3.0, 4.0 }).requires_grad_();
        Tensor gradient = GanGradientPenalty.GradientAt(samples => samples.matmul(weight), randn(5, 2, ScalarType.Float64), randn(5, 2, ScalarType.Float64), rand(5, ScalarType.Float64));
        Tensor penalty = new GanGradientPenalty().Reduce(new LossInput(gradient), Reduction.Mean);
        Assert.Equal(10 * 16, penalty.item<double>(), 1e-9);
        penalty.backward();

        // d/dw 10·(|w| − 1)² = 20·(|w| − 1)·w/|w|
        Assert.Equal([48, 64], weight.grad!.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Regions_of_a_whole_batch_are_one_term()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(new[,] { { 2.0, -1.0 }, { 0.5, -3.0 } });
        Tensor target = tensor(new[,] { { 1.0, 0.0 }, { 0.0, 0.0 } });
        LossTerms terms = new DiceLoss { OverBatch = true }.Terms(new LossInput(logits, target));
        Tensor p = logits.sigmoid();
        Assert.Equal(1, terms.ReadCount());
        Assert.Equal(1 - (((2 * p[0, 0]) + 1) / (p.sum() + 2)).item<double>(), terms.Sum.item<double>(), 1e-12);
        Assert.False(new DiceLoss { OverBatch = true }.DecomposesOverSamples);
    }

    [Fact]
    public void Log_cosh_keeps_its_digits_near_0_and_does_not_overflow_far_away()
    {
        using var scope = NewDisposeScope();
        double Loss(double error) => new LogCoshLoss().Reduce(new LossInput(full([1], error, ScalarType.Float64), zeros(1, ScalarType.Float64)), Reduction.Sum).item<double>();
        Assert.Equal(0.5e-16, Loss(1e-8), 1e-24);
        Assert.Equal(10000 - Math.Log(2), Loss(1e4), 1e-9);
    }

    [Theory]
    [InlineData("feature-matching", 3)]
    [InlineData("cycle-consistency", 30)]
    public void A_mean_over_a_sample_s_places_is_that_of_the_unmasked(string name, double expected)
    {
        using var scope = NewDisposeScope();
        var loss = Athanor.Specs.SpecReader.Read<LossSpec>(Athanor.Specs.DocumentReader.Parse($"'{name}'"));
        var input = new LossInput(tensor(new[] { 3.0, 3, 3, 3 }).view(1, 4), zeros(1, 4, ScalarType.Float64), tensor(new[] { 1.0, 1, 0, 0 }).view(1, 4));
        Assert.Equal(expected, loss.Reduce(input, Reduction.Mean).item<double>(), 1e-12);
    }

    [Fact]
    public void A_constant_past_costs_nothing_even_where_the_error_overflows()
    {
        using var scope = NewDisposeScope();
        Tensor forecast = full(1, 1, float.MaxValue).requires_grad_();
        Tensor loss = new MaseLoss().Reduce(new LossInput(forecast, full(1, 1, -float.MaxValue)).With(MaseLoss.InSample, ones(1, 4)), Reduction.Sum);
        Assert.Equal(0, loss.item<float>());
        loss.backward();
        Assert.Equal(0, forecast.grad!.item<float>());
        Tensor infinite = full(1, 1, float.PositiveInfinity).requires_grad_();
        loss = new MapeLoss().Reduce(new LossInput(infinite, zeros(1, 1)), Reduction.Sum);
        Assert.Equal(0, loss.item<float>());
        loss.backward();
        Assert.Equal(0, infinite.grad!.item<float>());
    }

    [Fact]
    public void The_focal_gradient_at_the_largest_logit_is_that_of_the_cross_entropy()
    {
        using var scope = NewDisposeScope();
        Tensor logit = full(1, 1, 3e38f).requires_grad_();
        new FocalLoss { Gamma = 2 }.Reduce(new LossInput(logit, zeros(1, 1)), Reduction.Sum).backward();
        Assert.Equal(1, logit.grad!.item<float>());
    }
}
