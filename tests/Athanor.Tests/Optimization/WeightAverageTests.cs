using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Specs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Tests.Optimization;

[Collection(Training.AloneInProcess.Name)]
public sealed class WeightAverageTests
{
    [Fact]
    public void The_exchange_copies_nothing_and_gives_the_weights_back_bit_for_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        var weight = new Parameter(randn(7, 5));
        Tensor before = weight.detach().clone();
        using var average = Moved(weight, new EmaAverage { Decay = 0.5 });
        Tensor mean = average.Weights["w"].clone();
        Tensor live = weight.detach().clone();
        IntPtr memory = Memory(weight);

        using (average.Use())
        {
            Assert.True(average.InUse);
            Assert.True(Same(weight, mean));
            Assert.False(Same(weight, live));
            Assert.NotEqual(memory, Memory(weight));
            Assert.True(Same(average.Weights["w"], mean), "the average is the average, whoever holds it");
            Assert.Throws<InvalidOperationException>(average.Use);
        }

        Assert.False(average.InUse);
        Assert.True(Same(weight, live));
        Assert.Equal(memory, Memory(weight));
        Assert.False(Same(weight, before));
    }

    [Fact]
    public void Weights_that_two_layers_share_are_averaged_once()
    {
        using DisposeScope scope = NewDisposeScope();
        var shared = new Parameter(ones(3));
        using var average = new WeightAverage(new EmaAverage { Decay = 0.5 }, [new("first", shared), new("second", shared)], 10);
        Set(shared, 3);
        average.Update();

        Assert.Equal(2.25f, average.Weights["first"][0].item<float>());
        Assert.Equal(2.25f, average.Weights["second"][0].item<float>());
        using (average.Use())
        {
            Assert.Equal(2.25f, shared[0].item<float>());
        }

        Assert.Equal(3.5f, shared[0].item<float>());
    }

    [Fact]
    public void Running_statistics_are_averaged_and_whole_numbers_are_the_live_ones()
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNorm1d layer = nn.BatchNorm1d(2);
        using var average = new WeightAverage(new EmaAverage { Decay = 0.5 }, layer.state_dict(), 10);
        layer.call(tensor(new float[,] { { 0, 2 }, { 2, 6 } }));
        average.Update();

        Assert.Equal([0.1f, 0.4f], layer.get_buffer("running_mean")!.data<float>());
        Assert.Equal([0.05f, 0.2f], average.Weights["running_mean"].data<float>());
        Assert.Equal(1, average.Weights["num_batches_tracked"].item<long>());
    }

    [Fact]
    public void A_restored_average_goes_on_as_if_it_had_never_ended()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (AverageSpec spec in new AverageSpec[] { new EmaAverage { Decay = 0.9, BiasCorrection = true }, new EmaAverage { Warmup = true }, new SwaAverage { Start = 2, Every = 2 }, new SwaAverage { Start = 5 } })
        {
            var weight = new Parameter(randn(4));
            using var whole = Moved(weight, spec, 3);
            SavedState state = whole.SaveState();
            using var resumed = new WeightAverage(spec, [new("w", weight)], 10);
            resumed.RestoreState(state);
            for (int n = 3; n < 7; n++)
            {
                Set(weight, n);
                whole.Update();
                resumed.Update();
                Assert.Equal(whole.Exists, resumed.Exists);
            }

            Assert.True(Same(whole.Weights["w"], resumed.Weights["w"]), $"{spec}");
        }
    }

    [Fact]
    public void Another_model_s_average_is_refused_by_name()
    {
        using DisposeScope scope = NewDisposeScope();
        using var average = Moved(new Parameter(randn(4)), new EmaAverage());
        using var other = new WeightAverage(new EmaAverage(), [new("w", new Parameter(randn(5)))], 10);

        Assert.Contains("tensor 'w': saved Float32 [4] and Float32 [5] differ", Assert.Throws<ArgumentException>(() => other.RestoreState(average.SaveState())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stochastic_weight_averaging_begins_behind_three_quarters_where_nobody_says()
    {
        var spec = new SwaAverage();
        Assert.Null(spec.Share(74, 100));
        Assert.Equal((1.0, 0.5, 1.0 / 26), (spec.Share(75, 100), spec.Share(76, 100), spec.Share(100, 100)));
        Assert.Equal(1.0, spec.Share(1, 1));
    }

    [Theory]
    [InlineData(0.9, false, false, 10)]
    [InlineData(0.999, true, false, 50)]
    [InlineData(0.5, true, false, 200)]
    [InlineData(0.9, false, true, 5)]
    public void The_initial_weights_share_is_what_the_updates_leave_of_it(double decay, bool warmup, bool biasCorrection, int updates)
    {
        var spec = new EmaAverage { Decay = decay, Warmup = warmup, BiasCorrection = biasCorrection };
        double left = Enumerable.Range(1, updates).Aggregate(1.0, (share, n) => share * (1 - spec.Share(n, updates)!.Value));

        Assert.Equal(left, spec.InitialShare(updates), 5);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Equal("ema.decay: 1 is not within [0, 1)", Refusal(new EmaAverage { Decay = 1 }));
        Assert.Equal("ema.biasCorrection: warmup and biasCorrection mend the same; choose one", Refusal(new EmaAverage { Warmup = true, BiasCorrection = true }));
        Assert.Equal("swa.start: 0 is less than 1", Refusal(new SwaAverage { Start = 0 }));
        Assert.Equal("swa.every: 0 is less than 1", Refusal(new SwaAverage { Every = 0 }));
    }

    private static bool Same(Tensor one, Tensor other) => one.detach().bytes.SequenceEqual(other.detach().bytes);

    private static string Refusal(AverageSpec spec) => Assert.Throws<RecipeException>(() => SpecValidator.Check(spec, RecipePath.Root)).Message;

    private static WeightAverage Moved(Parameter weight, AverageSpec spec, int updates = 1)
    {
        var average = new WeightAverage(spec, [new("w", weight)], 10);
        for (int n = 0; n < updates; n++)
        {
            Set(weight, n);
            average.Update();
        }

        return average;
    }

    private static void Set(Parameter weight, double value)
    {
        using IDisposable unwatched = no_grad();
        weight.mul_(0.5).add_(value);
    }

    private static unsafe IntPtr Memory(Tensor tensor)
    {
        using Tensor detached = tensor.detach();
        fixed (byte* start = detached.bytes)
        {
            return (IntPtr)start;
        }
    }
}
