using Athanor.Data;
using Athanor.Data.Formats;
using static TorchSharp.torch;

namespace Athanor.Tests.Data.Formats;

/// <summary>The real data sets beside the project; skipped where they are absent.</summary>
public class RealDataTests
{
    [Fact]
    public void By_default_the_same_files_are_looked_for_in_the_folder_of_the_variable()
    {
        string folder = Environment.GetEnvironmentVariable("ATHANOR_DATA") ?? "../shared/data";
        Assert.Equal([Path.GetFullPath(folder + "/digits/digits.csv.gz")], new DigitsData().Files(DataFixtures.Context));
        Assert.Equal(
            [Path.GetFullPath(folder + "/mnist10k/t10k-images-idx3-ubyte.gz"), Path.GetFullPath(folder + "/mnist10k/t10k-labels-idx1-ubyte.gz")],
            new IdxData().Files(DataFixtures.Context));
    }

    [Fact]
    public void The_digits_are_1797_images_of_ten_classes()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = RealData.Load(RealData.Digits);
        Batch all = source.Samples.Gather(arange(source.Samples.Count, ScalarType.Int64));
        Assert.Equal([1797L, 1, 8, 8], all.Inputs.shape);
        Assert.Equal((0f, 1f), (all.Inputs.min().item<float>(), all.Inputs.max().item<float>()));
        Assert.Equal([178L, 182, 177, 183, 181, 182, 181, 179, 174, 180], all.Target.bincount(null, 10).data<long>());
        Assert.Equal((TaskKind.MultiClass, 10L), (source.Task.Kind, source.Task.Outputs));
    }

    [Fact]
    public void Mnist10k_splits_into_8000_and_2000()
    {
        using DataSource source = RealData.Load(RealData.Mnist);
        Assert.Equal([1L, 28, 28], source.Task.InputShape);
        using DataSplit split = new SplitSpec { Validation = 0, Test = 0.2 }.Apply(source, RealData.Mnist.DefaultStandardization());
        Assert.Equal((8000, 2000), (split.Training.Count, split.Test!.Count));
        long[] counts = [.. split.Test.ClassLabels()!.GroupBy(l => l).OrderBy(g => g.Key).Select(g => g.LongCount())];

        // MNIST's test part has 980, 1135, 1032, 1010, 982, 892, 958, 1028, 974 and 1009 of the digits.
        Assert.Equal([196L, 227, 206, 202, 197, 178, 192, 206, 195, 202], counts, (a, b) => Math.Abs(a - b) <= 1);
    }

    [Fact]
    public void An_mlp_learns_the_digits()
    {
        using DataSource source = RealData.Load(RealData.Digits);
        using DataSplit split = new SplitSpec { Validation = 0 }.Apply(source, RealData.Digits.DefaultStandardization());
        Assert.InRange(Tasks.TaskFixtures.MlpAccuracy(split, seed: 0), 0.93, 1);
    }
}
