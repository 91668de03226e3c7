using Athanor.Data;
using Athanor.Specs;
using CsCheck;

namespace Athanor.Tests.Data;

public class EpochOrderTests
{
    [Fact]
    public void Every_order_is_a_permutation() =>
        Gen.Select(Gen.Long, Gen.Long[0, 1000], Gen.Int[0, 300]).Sample((seed, epoch, count) =>
            EpochOrder.Permutation(seed, epoch, count).Order().SequenceEqual(EpochOrder.Sequence(count)));

    [Fact]
    public void The_same_seed_and_epoch_give_the_same_order() =>
        Gen.Select(Gen.Long, Gen.Long[0, 1000]).Sample((seed, epoch) =>
            EpochOrder.Permutation(seed, epoch, 50).SequenceEqual(EpochOrder.Permutation(seed, epoch, 50)));

    [Fact]
    public void Another_epoch_or_seed_gives_another_order() =>
        Gen.Select(Gen.Long, Gen.Long[0, 1000]).Sample((seed, epoch) =>
            !EpochOrder.Permutation(seed, epoch, 50).SequenceEqual(EpochOrder.Permutation(seed, epoch + 1, 50))
            && !EpochOrder.Permutation(seed, epoch, 50).SequenceEqual(EpochOrder.Permutation(seed + 1, epoch, 50)));

    [Fact]
    public void An_order_of_an_epoch_never_changes() => Assert.Equal([9L, 1, 8, 4, 7, 6, 5, 0, 3, 2], EpochOrder.Permutation(seed: 0, epoch: 1, count: 10));

    [Fact]
    public void Over_the_epochs_every_sample_comes_to_every_place_equally_often()
    {
        const int Epochs = 24_000;
        var seen = new int[6, 6];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            long[] order = EpochOrder.Permutation(5, epoch, 6);
            for (int place = 0; place < 6; place++)
            {
                seen[place, order[place]]++;
            }
        }

        double expected = Epochs / 6.0;
        double chiSquare = seen.Cast<int>().Sum(n => Math.Pow(n - expected, 2) / expected);

        // 25 degrees of freedom: 59 is exceeded about once in ten thousand.
        Assert.True(chiSquare < 59, $"chi-square {chiSquare}");
    }

    [Fact]
    public void Class_balanced_gives_every_class_as_often() =>
        Gen.Select(Gen.Long[0, 100], Gen.Int[0, 3].Array[5, 200]).Sample((epoch, classes) =>
        {
            long[] labels = [.. classes.Select(c => (long)c)];
            long[] order = new ClassBalancedSampler().Order(3, epoch, labels.Length, labels);
            int present = labels.Distinct().Count();
            int[] counts = [.. order.GroupBy(i => labels[i]).Select(g => g.Count())];
            return order.Length == labels.Length && counts.Length == present && counts.Max() - counts.Min() <= 1;
        });

    [Fact]
    public void Class_balanced_repeats_no_sample_before_its_class_is_used_up() =>
        Gen.Select(Gen.Long[0, 100], Gen.Int[0, 2].Array[5, 100]).Sample((epoch, classes) =>
        {
            long[] labels = [.. classes.Select(c => (long)c)];
            long[] order = new ClassBalancedSampler().Order(3, epoch, labels.Length, labels);
            int[] uses = new int[labels.Length];
            foreach (long i in order)
            {
                uses[i]++;
            }

            return Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]).All(c => c.Max(i => uses[i]) - c.Min(i => uses[i]) <= 1);
        });

    [Fact]
    public void Class_balanced_is_a_function_of_seed_and_epoch()
    {
        long[] labels = [.. Enumerable.Range(0, 60).Select(i => (long)(i % 7 == 0 ? 1 : 0))];
        var sampler = new ClassBalancedSampler();
        Assert.Equal(sampler.Order(1, 4, 60, labels), sampler.Order(1, 4, 60, labels));
        Assert.NotEqual(sampler.Order(1, 4, 60, labels), sampler.Order(1, 5, 60, labels));
        Assert.NotEqual(sampler.Order(1, 4, 60, labels), sampler.Order(2, 4, 60, labels));
    }

    [Fact]
    public void Class_balanced_without_classes_is_refused()
    {
        var refusal = Assert.Throws<RecipeException>(() => new ClassBalancedSampler().Order(0, 0, 5, null));
        Assert.Equal("sampler: class-balanced needs samples with class labels; use shuffle", refusal.Message);
    }
}
