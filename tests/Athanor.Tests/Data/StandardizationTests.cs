using Athanor.Data;
using Athanor.Data.Tasks;
using static TorchSharp.torch;

namespace Athanor.Tests.Data;

public class StandardizationTests
{
    [Fact]
    public void Per_feature_is_fitted_on_the_training_part_alone_and_applied_to_every_part()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new Blobs { Samples = 5000 }.Load(DataFixtures.Context);
        using DataSplit plain = new SplitSpec().Apply(source, withIndex: true);
        using DataSplit split = new SplitSpec().Apply(source, new PerFeatureStandardization { Epsilon = 0.25 }, withIndex: true);

        Tensor training = All(plain.Training).to_type(ScalarType.Float64);
        Tensor mean = training.mean([0L]);
        Tensor scale = training.std([0L], unbiased: false) + 0.25;
        foreach ((Dataset raw, Dataset standardized) in new[] { (plain.Training, split.Training), (plain.Validation!, split.Validation!), (plain.Test!, split.Test!) })
        {
            Tensor expected = (All(raw).to_type(ScalarType.Float64) - mean) / scale;
            Assert.True(expected.allclose(All(standardized).to_type(ScalarType.Float64), rtol: 1e-5, atol: 1e-6));
        }
    }

    [Fact]
    public void Global_uses_one_mean_and_one_deviation()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new Airline().Load(DataFixtures.Context);
        using DataSplit split = new SplitSpec().Apply(source, new GlobalStandardization());
        Tensor training = All(split.Training).to_type(ScalarType.Float64);
        Assert.Equal(0, training.mean().item<double>(), 1e-6);
        Assert.Equal(1, training.std(unbiased: false).item<double>(), 1e-6);
        Assert.Empty(split.Standardizer!.InputMean!.shape);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Unit_range_puts_the_training_part_into_0_to_1_by_its_own_extremes_alone(bool perFeature)
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new Blobs { Samples = 9000 }.Load(DataFixtures.Context);
        using DataSplit plain = new SplitSpec().Apply(source, withIndex: true);
        using DataSplit split = new SplitSpec().Apply(source, new UnitRangeStandardization { PerFeature = perFeature }, withIndex: true);

        Tensor training = All(plain.Training);
        Tensor least = perFeature ? training.amin([0L]) : training.min();
        Tensor range = (perFeature ? training.amax([0L]) : training.max()) - least;
        Assert.Equal((0f, 1f), (All(split.Training).min().item<float>(), All(split.Training).max().item<float>()));
        Assert.True(((All(plain.Test!) - least) / range).allclose(All(split.Test!), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Unit_range_makes_what_never_changes_0()
    {
        using var data = new TensorDataset(full([10, 3], 4f), zeros([10, 1]));
        using Standardizer standardizer = new UnitRangeStandardization().Fit(data)!;
        using IDisposable scope = NewDisposeScope();
        Assert.Equal(0, standardizer.ApplyToInputs(full([2, 3], 4f)).abs().max().item<float>());
    }

    [Fact]
    public void A_feature_with_a_large_mean_keeps_its_digits()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor values = randn([9000, 2], ScalarType.Float64) + 30_000;
        using var data = new TensorDataset(values.to_type(ScalarType.Float32), zeros([9000, 1]));
        using Standardizer standardizer = new PerFeatureStandardization { Epsilon = 0 }.Fit(data)!;
        Tensor exact = values.to_type(ScalarType.Float32).to_type(ScalarType.Float64);
        Assert.True(exact.std([0L], unbiased: false).allclose(standardizer.InputScale!.to_type(ScalarType.Float64), rtol: 1e-6));
    }

    [Fact]
    public void A_constant_feature_becomes_zero_and_never_NaN()
    {
        using var data = new TensorDataset(full([10, 3], 4f), zeros([10, 1]));
        using Standardizer standardizer = new PerFeatureStandardization { Epsilon = 0 }.Fit(data)!;
        using IDisposable scope = NewDisposeScope();
        Assert.Equal(0, standardizer.ApplyToInputs(full([2, 3], 4f)).abs().max().item<float>());
    }

    [Fact]
    public void Standardized_targets_can_be_restored()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new Airline().Load(DataFixtures.Context);
        using DataSplit plain = new SplitSpec().Apply(source);
        using DataSplit split = new SplitSpec().Apply(source, new GlobalStandardization { Targets = true });
        Tensor standardized = All(split.Training, BatchFields.Target);
        Assert.Equal(1, standardized.std(unbiased: false).item<float>(), 1e-4);
        Assert.True(split.Standardizer!.RestoreTarget(standardized).allclose(All(plain.Training, BatchFields.Target), rtol: 1e-5));
    }

    [Fact]
    public void Targets_that_are_classes_and_inputs_that_are_no_real_numbers_are_left_alone()
    {
        using var data = new TensorDataset(arange(12, ScalarType.Int64).reshape(4, 3), arange(4, ScalarType.Int64));
        Assert.Null(new PerFeatureStandardization { Targets = true }.Fit(data));
        Assert.Null(new NoStandardization().Fit(data));
    }

    [Fact]
    public void The_source_stays_as_it_was_and_no_tensor_is_left()
    {
        using DataSource source = new Blobs { Samples = 100 }.Load(DataFixtures.Context);
        string before = Tasks.TaskFixtures.Hash(source.Samples);
        long alive = DataFixtures.Alive;
        new SplitSpec().Apply(source, new PerFeatureStandardization { Targets = true }).Dispose();
        Assert.Equal(alive, DataFixtures.Alive);
        Assert.Equal(before, Tasks.TaskFixtures.Hash(source.Samples));
    }

    private static Tensor All(Dataset data, string field = BatchFields.Inputs) => data.Gather(arange(data.Count, ScalarType.Int64))[field];
}
