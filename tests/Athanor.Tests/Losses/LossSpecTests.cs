using Athanor.Data;
using Athanor.Losses;
using Athanor.Specs;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Losses;

public sealed class LossSpecTests
{
    /// <summary>Every loss with a prediction and target that suit it.</summary>
    private static readonly Gen<(LossSpec Loss, Func<long, (Tensor Prediction, Tensor Target)> Draw)> Cases = Pick.From<(LossSpec, Func<long, (Tensor, Tensor)>)>(
        (new MseLoss(), n => (randn(n, 3, ScalarType.Float64), randn(n, 3, ScalarType.Float64))),
        (new MaeLoss(), n => (randn(n, 3, ScalarType.Float64), randn(n, 3, ScalarType.Float64))),
        (new HuberLoss { Delta = 0.7 }, n => (randn(n, 3, ScalarType.Float64), randn(n, 3, ScalarType.Float64))),
        (new BceWithLogits(), n => (randn(n, ScalarType.Float64), randint(2, n))),
        (new BceWithLogits { PosWeight = [2, 3], Weight = [0.5] }, n => (randn(n, 2, ScalarType.Float64), rand(n, 2, ScalarType.Float64))),
        (new CrossEntropy(), n => (randn(n, 4, ScalarType.Float64), randint(4, n))),
        (new CrossEntropy { LabelSmoothing = 0.1, Weight = [1, 2, 0, 4], IgnoreIndex = 1 }, n => (randn(n, 4, 2, ScalarType.Float64), randint(4, [n, 2]))),
        (new CrossEntropy { LabelSmoothing = 0.1 }, n => (randn(n, 4, ScalarType.Float64), rand(n, 4, ScalarType.Float64).softmax(1))));

    [Fact]
    public void Terms_and_counts_add_up_over_any_cut_into_batches() =>
        Gen.Select(Cases, Gen.Int[1, 9], Gen.Int[1, 9], Gen.Bool, Gen.Bool).Sample(
            (c, first, second, masked, weighted) =>
            {
                using var scope = NewDisposeScope();
                long n = first + second;
                (Tensor prediction, Tensor target) = c.Draw(n);
                Tensor? mask = masked ? rand(n) > 0.3 : null;
                Tensor? weight = weighted ? rand(n) : null;
                LossInput Input(long from, long count) => new(
                    prediction.narrow(0, from, count), target.narrow(0, from, count), mask?.narrow(0, from, count), weight?.narrow(0, from, count));
                LossTerms whole = c.Loss.Terms(Input(0, n));
                LossTerms a = c.Loss.Terms(Input(0, first));
                LossTerms b = c.Loss.Terms(Input(first, second));
                Assert.Equal(whole.ReadCount(), a.ReadCount() + b.ReadCount(), 1e-9);
                Assert.Equal(whole.Sum.item<double>(), a.Sum.item<double>() + b.Sum.item<double>(), 1e-9 * (1 + Math.Abs(whole.Sum.item<double>())));
            },
            iter: 200);

    [Fact]
    public void A_masked_sample_is_as_good_as_absent_even_where_its_target_is_not_a_number() =>
        Gen.Select(Cases, Gen.Int[2, 6]).Sample(
            (c, n) =>
            {
                using var scope = NewDisposeScope();
                (Tensor prediction, Tensor target) = c.Draw(n);
                Tensor leaf = prediction.clone().requires_grad_();
                Tensor mask = ones(n);
                mask[0] = 0;
                Tensor holed = target.clone();
                holed[0] = target.is_floating_point() ? double.NaN : 99;
                LossTerms masked = c.Loss.Terms(new LossInput(leaf, holed, mask));
                LossTerms without = c.Loss.Terms(new LossInput(prediction.narrow(0, 1, n - 1), target.narrow(0, 1, n - 1)));
                Assert.Equal(without.Sum.item<double>(), masked.Sum.item<double>(), 1e-9);
                Assert.Equal(without.ReadCount(), masked.ReadCount(), 1e-9);
                masked.Sum.backward();
                Assert.True(leaf.grad!.isfinite().all().item<bool>());
                Assert.Equal(0, leaf.grad![0].abs().max().item<double>());
            },
            iter: 100);

    [Fact]
    public void The_fused_sum_is_the_sum_of_the_terms_kept() =>
        Gen.Select(Cases, Gen.Int[1, 9]).Sample(
            (c, n) =>
            {
                using var scope = NewDisposeScope();
                (Tensor prediction, Tensor target) = c.Draw(n);
                LossTerms fused = c.Loss.Terms(new LossInput(prediction, target));
                LossTerms kept = c.Loss.Terms(new LossInput(prediction, target) { KeepTerms = true });
                Assert.Equal(kept.Terms!.sum().item<double>(), fused.Sum.item<double>(), 1e-9 * (1 + Math.Abs(fused.Sum.item<double>())));
                Assert.Equal(kept.ReadCount(), fused.ReadCount(), 1e-9);
            },
            iter: 60);

    [Fact]
    public void Gradients_are_those_of_central_differences() =>
        Gen.Select(Cases, Gen.Bool).Sample(
            (c, weighted) =>
            {
                using var scope = NewDisposeScope();
                (Tensor prediction, Tensor target) = c.Draw(3);
                Tensor? weight = weighted ? rand(3, ScalarType.Float64) : null;
                Tensor direction = randn_like(prediction);
                double At(double h) => c.Loss.Terms(new LossInput(prediction + (h * direction), target, null, weight)).Sum.item<double>();
                Tensor leaf = prediction.clone().requires_grad_();
                c.Loss.Terms(new LossInput(leaf, target, null, weight)).Sum.backward();
                double slope = (leaf.grad! * direction).sum().item<double>();
                Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, slope, 1e-5 * (1 + Math.Abs(slope)));
            },
            iter: 80);

    [Fact]
    public void Shapes_that_differ_are_refused_with_both_sides_named()
    {
        using var scope = NewDisposeScope();
        var refusal = Assert.Throws<RecipeException>(() => new HuberLoss().Terms(new LossInput(zeros(32, 10), zeros(32))));
        Assert.Equal("loss huber: prediction [32 batch, 10] and target [32 batch] differ", refusal.Message);
        Assert.Throws<RecipeException>(() => new CrossEntropy().Terms(new LossInput(zeros(32, 10), zeros(31, ScalarType.Int64))));
        Assert.Throws<RecipeException>(() => new CrossEntropy().Terms(new LossInput(zeros(32, 10), zeros(32, 9))));
        Assert.Throws<RecipeException>(() => new MseLoss().Terms(new LossInput(zeros(3, 2), zeros(3, 2), ones(4))));
    }

    [Fact]
    public void A_prediction_of_one_number_meets_a_target_without_that_axis()
    {
        using var scope = NewDisposeScope();
        Tensor prediction = randn(8, 1);
        Tensor target = randn(8);
        Tensor expected = (prediction.squeeze(1) - target).square().mean();
        Assert.Equal(expected.item<float>(), new MseLoss().Reduce(new LossInput(prediction, target), Reduction.Mean).item<float>(), 1e-6);
        Assert.Equal(expected.item<float>(), new MseLoss().Reduce(new LossInput(target, prediction), Reduction.Mean).item<float>(), 1e-6);
    }

    [Fact]
    public void A_label_beyond_the_classes_is_refused_before_training_with_its_sample()
    {
        using var scope = NewDisposeScope();
        var task = new TaskInfo(TaskKind.MultiClass, [4], 10);
        var at = new RecipePath("data");
        var loss = new CrossEntropy();
        loss.CheckTargets(Samples(tensor(new long[] { 0, 9, 3 })), task, at);
        var refusal = Assert.Throws<RecipeException>(() => loss.CheckTargets(Samples(tensor(new long[] { 0, 9, 12 })), task, at));
        Assert.Equal("data: label 12 of sample 2 is not among the 10 classes 0…9", refusal.Message);
        Assert.Equal("label-out-of-range", refusal.Code);
        Assert.Throws<RecipeException>(() => loss.CheckTargets(Samples(tensor(new long[] { 0, -1 })), task, at));
        (loss with { IgnoreIndex = -1 }).CheckTargets(Samples(tensor(new long[] { 0, -1 })), task, at);
        Assert.Contains("are values, not classes", Assert.Throws<RecipeException>(() => loss.CheckTargets(Samples(zeros(2, 1)), task with { Kind = TaskKind.Regression, Outputs = 1 }, at)).Message, StringComparison.Ordinal);
        Assert.Throws<RecipeException>(() => new BceWithLogits().CheckTargets(Samples(tensor(new long[] { 0, 2 })), task with { Outputs = 1 }, at));
    }

    [Fact]
    public void Terms_leave_nothing_behind()
    {
        using Tensor logits = randn(4, 3).requires_grad_();
        using Tensor target = zeros(4, ScalarType.Int64);
        using Tensor mask = ones(4);
        void Evaluate()
        {
            using var scope = NewDisposeScope();
            new CrossEntropy { Weight = [1, 2, 3] }.Terms(new LossInput(logits, target, mask)).Sum.backward();
        }

        Evaluate();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Evaluate();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Batch Samples(Tensor targets) => new(targets.shape[0], [new(BatchFields.Target, targets)]);
}
