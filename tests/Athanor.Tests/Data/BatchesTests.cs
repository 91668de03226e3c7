using Athanor.Data;
using Athanor.Specs;
using CsCheck;
using static TorchSharp.torch;

namespace Athanor.Tests.Data;

public class BatchesTests
{
    private static readonly Gen<(int Count, int Size, bool DropLast, int Prefetch, long Seed, int Epoch)> AnyEpoch =
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 80], Gen.Bool, Gen.Int[0, 3], Gen.Long, Gen.Int[0, 50])
            .Where(c => !(c.Item3 && c.Item2 > c.Item1));

    [Fact]
    public void Every_sample_comes_exactly_once_an_epoch_but_for_a_dropped_last_batch() => AnyEpoch.Sample(c =>
    {
        using TensorDataset data = DataFixtures.Numbered(c.Count);
        var batches = new Batches(data, c.Size, seed: c.Seed, dropLast: c.DropLast, prefetch: c.Prefetch);
        long[][] seen = [.. batches.Read(c.Epoch).Select(DataFixtures.Numbers)];
        long[] all = [.. seen.SelectMany(b => b)];

        int expected = c.DropLast ? c.Count / c.Size * c.Size : c.Count;
        Assert.Equal(expected, all.Length);
        Assert.Equal(expected, batches.SamplesPerEpoch);
        Assert.Equal(batches.Count, seen.Length);
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(seen[..^1], b => Assert.Equal(Math.Min(c.Size, c.Count), b.Length));
    });

    [Fact]
    public void From_a_cursor_the_rest_of_the_epoch_is_the_same() => AnyEpoch.Sample(c =>
    {
        using TensorDataset data = DataFixtures.Numbered(c.Count);
        var batches = new Batches(data, c.Size, seed: c.Seed, dropLast: c.DropLast, prefetch: c.Prefetch);
        long[][] whole = [.. batches.Read(c.Epoch).Select(DataFixtures.Numbers)];
        for (int from = 0; from <= whole.Length; from++)
        {
            Assert.Equal(whole[from..], batches.Read(c.Epoch, from).Select(DataFixtures.Numbers));
        }
    }, iter: 30);

    [Fact]
    public void Reading_ahead_changes_nothing()
    {
        using Dataset data = DataFixtures.Slow(100);
        long[][] here = [.. new Batches(data, 7, seed: 3, prefetch: 0).Read(2).Select(DataFixtures.Numbers)];
        long[][] ahead = [.. new Batches(data, 7, seed: 3, prefetch: 4).Read(2).Select(DataFixtures.Numbers)];
        Assert.Equal(here, ahead);
    }

    [Fact]
    public void The_order_is_the_epochs_and_the_seeds()
    {
        using TensorDataset data = DataFixtures.Numbered(40);
        Assert.Equal(Order(seed: 1, epoch: 0), Order(seed: 1, epoch: 0));
        Assert.NotEqual(Order(seed: 1, epoch: 0), Order(seed: 1, epoch: 1));
        Assert.NotEqual(Order(seed: 1, epoch: 0), Order(seed: 2, epoch: 0));

        long[] Order(long seed, long epoch) => [.. new Batches(data, 8, seed: seed).Read(epoch).SelectMany(DataFixtures.Numbers)];
    }

    [Fact]
    public void Inputs_and_targets_stay_together()
    {
        using TensorDataset data = DataFixtures.Numbered(50, classes: 4);
        foreach (Batch batch in new Batches(data, 8).Read(0))
        {
            Assert.Equal(DataFixtures.Numbers(batch).Select(i => i % 4), batch.Target.data<long>());
        }
    }

    [Fact]
    public void A_full_batch_is_all_samples()
    {
        using TensorDataset data = DataFixtures.Numbered(50);
        Assert.Equal(50, Assert.Single(new Batches(data, batchSize: null).Read(0).Select(b => b.Size)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_batch_is_freed_when_the_next_is_asked_for_and_none_is_left(int prefetch)
    {
        using Dataset data = DataFixtures.Slow(40);
        Tensor? before = null;
        foreach (Batch batch in new Batches(data, 8, prefetch: prefetch).Read(0))
        {
            Assert.True(before is null || before.IsInvalid);
            using (NewDisposeScope())
            {
                _ = batch.Inputs * 2;
            }

            Assert.False(batch.Inputs.IsInvalid);
            before = batch.Inputs;
        }

        Assert.True(before!.IsInvalid);
    }

    [Fact]
    public void No_tensor_is_left_of_an_epoch_that_is_left_early()
    {
        using TensorDataset data = DataFixtures.Numbered(1000);
        var batches = new Batches(data, 8);
        long alive = DataFixtures.Alive;
        foreach (Batch batch in batches.Read(0))
        {
            if (DataFixtures.Numbers(batch).Length == 8)
            {
                break;
            }
        }

        Assert.Equal(batches.Count, batches.Read(1).Count());
        Assert.Equal(alive, DataFixtures.Alive);
    }

    [Fact]
    public void Leaving_early_ends_the_thread_that_reads_ahead_and_frees_what_it_made()
    {
        var made = new List<Tensor>();
        using var data = new Remembering(made);
        int used = 0;
        foreach (Batch batch in new Batches(data, 1, prefetch: 3).Read(0))
        {
            if (++used == 5)
            {
                break;
            }
        }

        int gathered = made.Count;
        Assert.InRange(gathered, 5, 10);
        Assert.All(made, t => Assert.True(t.IsInvalid));
        Assert.Equal(gathered, made.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Cancelling_ends_the_epoch(int prefetch)
    {
        var made = new List<Tensor>();
        using var data = new Remembering(made);
        using var cancellation = new CancellationTokenSource();
        int used = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Batch batch in new Batches(data, 1, prefetch: prefetch).Epoch(0, cancellation: cancellation.Token))
            {
                if (++used == 3)
                {
                    cancellation.Cancel();
                }
            }
        });
        Assert.Equal(3, used);
        Assert.All(made, t => Assert.True(t.IsInvalid));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_error_while_reading_reaches_the_consumer_after_the_good_batches(int prefetch)
    {
        int gathered = 0;
        using Dataset data = DataFixtures.Slow(20, _ => _ = ++gathered > 2 ? throw new InvalidDataException("bad sector") : 0);
        int used = 0;
        var error = Assert.Throws<InvalidDataException>(() => used += new Batches(data, 4, prefetch: prefetch).Read(0).Select(_ => ++used).Count());
        Assert.Equal("bad sector", error.Message);
        Assert.Equal(2, used);
    }

    [Fact]
    public void A_batch_size_below_one_is_refused()
    {
        using TensorDataset data = DataFixtures.Numbered(5);
        var refusal = Assert.Throws<RecipeException>(() => new Batches(data, 0));
        Assert.Equal("batchSize: 0 is less than 1; give a number of samples, or full", refusal.Message);
    }

    [Fact]
    public void Dropping_the_only_batch_is_refused()
    {
        using TensorDataset data = DataFixtures.Numbered(5);
        Assert.Equal("dropLast", Assert.Throws<RecipeException>(() => new Batches(data, 6, dropLast: true)).Path);
        Assert.Equal(1, new Batches(data, 5, dropLast: true).Count);
    }

    private sealed class Remembering(List<Tensor> made) : Dataset
    {
        private readonly TensorDataset _inner = DataFixtures.Numbered(100);

        public override long Count => _inner.Count;

        public override IReadOnlyCollection<string> Fields => _inner.Fields;

        public override Batch Gather(Tensor indices)
        {
            Batch batch = _inner.Gather(indices);
            lock (made)
            {
                made.Add(batch.Inputs);
            }

            return batch;
        }

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
