using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Tests.Data.Tasks;

public class StrokeDigitsTests
{
    [Fact]
    public void The_images_never_change()
    {
        using DataSource source = new StrokeDigits { Samples = 200 }.Load(DataFixtures.Context);
        Assert.Equal("C1460F7E35BC93ED", TaskFixtures.Hash(source.Samples));
    }

    [Fact]
    public void A_larger_set_begins_with_the_smaller()
    {
        using DataSource small = new StrokeDigits { Samples = 20, Seed = 4 }.Load(DataFixtures.Context);
        using DataSource large = new StrokeDigits { Samples = 70, Seed = 4 }.Load(DataFixtures.Context);
        Assert.Equal(TaskFixtures.Hash(small.Samples), TaskFixtures.Hash(large.Samples, first: 20));
    }

    [Fact]
    public void Another_seed_draws_other_digits()
    {
        using DataSource one = new StrokeDigits { Samples = 20 }.Load(DataFixtures.Context);
        using DataSource other = new StrokeDigits { Samples = 20, Seed = 1 }.Load(DataFixtures.Context);
        Assert.NotEqual(TaskFixtures.Hash(one.Samples), TaskFixtures.Hash(other.Samples));
    }

    [Fact]
    public void The_classes_are_balanced_and_the_shapes_are_those_stated()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new StrokeDigits().Load(DataFixtures.Context);
        Batch all = source.Samples.Gather(arange(4000, ScalarType.Int64));
        Assert.Equal([4000, .. source.Task.InputShape], all.Inputs.shape);
        Assert.Equal(Enumerable.Repeat(400L, 10), all.Target.bincount(null, 10).data<long>());
        Assert.Equal((TaskKind.MultiClass, 10L), (source.Task.Kind, source.Task.Outputs));
    }

    [Fact]
    public void Without_difficulty_two_digits_of_a_kind_differ_in_their_width_alone()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new StrokeDigits { Samples = 20, Difficulty = 0 }.Load(DataFixtures.Context);
        Batch all = source.Samples.Gather(arange(20, ScalarType.Int64));
        for (int digit = 0; digit < 10; digit++)
        {
            float[] one = [.. all.Inputs[digit].data<float>()];
            float[] other = [.. all.Inputs[digit + 10].data<float>()];
            float[] difference = [.. one.Zip(other, (a, b) => a - b)];
            Assert.InRange(one.Sum(), 15, 90);
            Assert.True(difference.All(d => d >= 0) || difference.All(d => d <= 0), $"digit {digit}");
        }
    }

    [Fact]
    public void A_relu_mlp_of_two_hidden_layers_reaches_97_to_99_percent()
    {
        using DataSource source = new StrokeDigits().Load(DataFixtures.Context);
        using DataSplit split = new SplitSpec { Validation = 0 }.Apply(source, new StrokeDigits().DefaultStandardization());
        double[] accuracies = [.. Enumerable.Range(0, 2).Select(seed => TaskFixtures.MlpAccuracy(split, seed))];
        Assert.InRange(accuracies.Average(), 0.97, 0.99);
    }

    [Fact]
    public void Less_than_one_sample_is_refused() => Assert.Equal(
        "data.stroke-digits.samples: 0 is less than 1",
        Assert.Throws<RecipeException>(() => new StrokeDigits { Samples = 0 }.Load(DataFixtures.Context)).Message);
}
