using Athanor.Data;
using Athanor.Specs;
using CsCheck;

namespace Athanor.Tests.Data;

public class SplitSpecTests
{
    private static readonly TaskInfo Classes = new(TaskKind.MultiClass, [2], 3);

    private static readonly Gen<(double Validation, double Test)> Shares =
        Gen.Select(Gen.OneOf(Gen.Const(0.0), Gen.Double[0.05, 0.6]), Gen.OneOf(Gen.Const(0.0), Gen.Double[0.05, 0.6])).Where(s => s.Item1 + s.Item2 < 0.9);

    [Fact]
    public void The_parts_are_disjoint_and_complete() =>
        Gen.Select(Shares, Gen.Int[0, 4].Array[30, 200], Gen.Bool, Gen.Long).Sample((shares, classes, labelled, seed) =>
        {
            var split = new SplitSpec { Validation = shares.Validation, Test = shares.Test, Seed = seed };
            (long[] training, long[] validation, long[] test) = Divide(split, classes, labelled);
            Assert.Equal(EpochOrder.Sequence(classes.Length), training.Concat(validation).Concat(test).Order());
        });

    [Fact]
    public void The_parts_have_their_shares_over_all_and_class_by_class() =>
        Gen.Select(Shares, Gen.Int[0, 4].Array[30, 200]).Sample((shares, classes) =>
        {
            var split = new SplitSpec { Validation = shares.Validation, Test = shares.Test };
            (_, long[] validation, long[] test) = Divide(split, classes, labelled: true);
            Assert.Equal(Math.Round(shares.Test * classes.Length, MidpointRounding.AwayFromZero), test.Length);
            Assert.Equal(Math.Round(shares.Validation * classes.Length, MidpointRounding.AwayFromZero), validation.Length);
            foreach (IGrouping<int, int> members in Enumerable.Range(0, classes.Length).GroupBy(i => classes[i]))
            {
                Assert.True(Math.Abs(test.Count(i => classes[i] == members.Key) - (shares.Test * members.Count())) <= 1);
                Assert.True(Math.Abs(validation.Count(i => classes[i] == members.Key) - (shares.Validation * members.Count())) <= 1);
            }
        });

    [Fact]
    public void The_split_is_a_function_of_its_seed()
    {
        int[] classes = [.. Enumerable.Range(0, 100).Select(i => i % 3)];
        Assert.Equal(Test(1), Test(1));
        Assert.NotEqual(Test(1), Test(2));

        long[] Test(long seed) => Divide(new SplitSpec { Seed = seed }, classes, labelled: true).Test;
    }

    [Fact]
    public void Data_with_a_test_part_of_their_own_ignore_the_share()
    {
        using var source = new DataSource(Classes, DataFixtures.Numbered(50), DataFixtures.Numbered(20));
        using DataSplit split = new SplitSpec().Apply(source);
        Assert.Equal((45, 5, 20), (split.Training.Count, split.Validation!.Count, split.Test!.Count));
    }

    [Fact]
    public void A_share_of_zero_means_no_such_part()
    {
        using var source = new DataSource(Classes, DataFixtures.Numbered(50));
        using DataSplit split = new SplitSpec { Validation = 0, Test = 0 }.Apply(source);
        Assert.Equal(50, split.Training.Count);
        Assert.Null(split.Validation);
        Assert.Null(split.Test);
    }

    [Theory]
    [InlineData(4, 0.1, 0.2, "split.validation: of 4 samples none is left for the validation part; change its share or give more samples")]
    [InlineData(2, 0.5, 0.2, "split.test: of 2 samples none is left for the test part; change its share or give more samples")]
    [InlineData(2, 0.49, 0.5, "split: of 2 samples none is left for the training part; change its share or give more samples")]
    [InlineData(50, 0.5, 0.5, "split: validation 0.5 and test 0.5 leave nothing to train on")]
    [InlineData(50, -0.1, 0.5, "split.validation: -0.1 is not within [0, 1)")]
    public void An_empty_part_is_refused(int count, double validation, double test, string message)
    {
        using var source = new DataSource(Classes, DataFixtures.Numbered(count, classes: 1));
        var split = new SplitSpec { Validation = validation, Test = test };
        Assert.Equal(message, Assert.Throws<RecipeException>(() => split.Apply(source)).Message);
    }

    [Fact]
    public void The_index_by_option_is_that_of_the_source()
    {
        using var source = new DataSource(Classes, DataFixtures.Numbered(50));
        using DataSplit split = new SplitSpec().Apply(source, withIndex: true);
        foreach (Batch batch in new Batches(split.Validation!, 2).Read(0))
        {
            Assert.Equal(DataFixtures.Numbers(batch), batch.SampleIndex!.data<long>());
        }

        using DataSplit plain = new SplitSpec().Apply(source);
        Assert.DoesNotContain(BatchFields.SampleIndex, plain.Training.Fields);
    }

    [Fact]
    public void Data_that_are_not_in_memory_split_and_standardize_alike()
    {
        var inMemory = new DataSource(Classes, DataFixtures.Numbered(60, classes: 1));
        using var read = new DataSource(Classes, DataFixtures.Slow(60));
        var spec = new SplitSpec();
        using DataSplit a = spec.Apply(inMemory, new PerFeatureStandardization(), withIndex: true);
        using DataSplit b = spec.Apply(read, new PerFeatureStandardization(), withIndex: true);
        inMemory.Dispose();
        Assert.Equal(a.Training.Fields, b.Training.Fields);
        Assert.Equal(Inputs(a.Test!), Inputs(b.Test!));

        static float[] Inputs(Dataset data) => [.. new Batches(data, 4, new SequentialSampler()).Read(0).SelectMany(x => x.Inputs.data<float>().ToArray())];
    }

    [Fact]
    public void Disposing_source_and_split_leaves_no_tensor()
    {
        long alive = DataFixtures.Alive;
        using (var source = new DataSource(Classes, DataFixtures.Numbered(50), DataFixtures.Numbered(20)))
        using (new SplitSpec().Apply(source, new GlobalStandardization { Targets = false }, withIndex: true))
        {
            Assert.True(DataFixtures.Alive > alive);
        }

        Assert.Equal(alive, DataFixtures.Alive);
    }

    private static (long[] Training, long[] Validation, long[] Test) Divide(SplitSpec split, int[] classes, bool labelled) =>
        split.Divide(classes.Length, labelled ? [.. classes.Select(c => (long)c)] : null, ownTest: false);
}
