using System.Runtime.InteropServices;
using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Native;
using Athanor.Optimization;
using Athanor.Tests.Data;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

/// <summary>A session's memory over 10,000 steps: as many tensors, and as many bytes of the native heap, at the end as at the start.</summary>
[Collection(AloneInProcess.Name)]
[Trait("Category", "Slow")]
public sealed class LeakTests
{
    private const int Steps = 10_000;
    private const int StepsBetweenReadings = 300;
    private const int Samples = 8;
    private const int Accumulation = 3;

    public static TheoryData<string, ModelSpec> Families => new()
    {
        { "mlp", new MlpSpec { Hidden = [6, 6], Normalization = new Athanor.Normalization.BatchNorm(), Dropout = 0.1, Residual = true } },
        { "convnet", new ConvNetSpec { Channels = [2], Head = [4], Dropout = 0.1 } },
        { "resnet", new ResNetSpec { Widths = [2, 3], StemStride = 1 } },
        { "rnn", new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 4, Layers = 2, Dropout = 0.1 } },
        { "lstm", new RecurrentSpec { Cell = RecurrentCell.Lstm, Hidden = 4 } },
        { "gru", new RecurrentSpec { Cell = RecurrentCell.Gru, Hidden = 4 } },
        { "custom", ModelSpec.Custom("leak-custom", new { Hidden = 6 }, (options, task) => nn.Sequential(nn.Flatten(), nn.Linear(16, options.Hidden), nn.GELU(), nn.Linear(options.Hidden, task.Outputs))) },
    };

    [Theory]
    [MemberData(nameof(Families), DisableDiscoveryEnumeration = true)]
    public void Ten_thousand_steps_keep_the_count_of_tensors_and_the_native_heap(string family, ModelSpec model)
    {
        List<Reading> readings = Train(family, model);

        Assert.Equal(readings[0].Tensors, readings[^1].Tensors);
        Assert.Equal(0, Growth(readings), 0.01);
    }

    [Fact]
    public void A_leak_of_a_hundred_bytes_a_step_would_be_seen()
    {
        var leaked = new List<IntPtr>();
        try
        {
            List<Reading> readings = Train("mlp", new MlpSpec { Hidden = [2] }, onStep: () => leaked.Add(Marshal.AllocHGlobal(100)));

            Assert.True(Growth(readings) > 0.01, $"{Growth(readings)}");
        }
        finally
        {
            leaked.ForEach(Marshal.FreeHGlobal);
        }
    }

    /// <summary>The native heap's growth over all the steps, as a share of it.</summary>
    /// <remarks>
    /// The runtime's compiler uses the same heap: it takes and gives back megabytes now and then, as it finds methods worth compiling again. Between most
    /// readings it does not, so the median is the session's own; a leak grows between every two.
    /// </remarks>
    private static double Growth(List<Reading> readings)
    {
        long[] differences = [.. readings.Zip(readings.Skip(1), (before, after) => after.Bytes - before.Bytes).Order()];
        return (double)differences[differences.Length / 2] * differences.Length / readings[0].Bytes;
    }

    private static List<Reading> Train(string family, ModelSpec model, Action? onStep = null)
    {
        Assert.SkipUnless(NativeHeap.IsAvailable, "this system does not tell how much of its native heap is in use");
        Recipe recipe = Recipes.Small with
        {
            Model = model,
            Loss = new CrossEntropy(),
            Optimizer = new AdamW(),
            Schedule = new WarmupSchedule { WarmupSteps = 10, Then = new CosineSchedule() },
            Clipping = new ClipByNorm { MaxNorm = 1 },
            Average = new EmaAverage { Decay = 0.99 },
            Accumulation = Accumulation,
            BatchSize = 2,
        };
        using DisposeScope scope = NewDisposeScope();
        using var data = new TensorDataset(Fields(family));
        var task = new TaskInfo(TaskKind.MultiClass, [4, 4], 3);
        using var session = new TrainingSession(recipe, task, TrainingPlan.Of(recipe with { Epochs = null, Steps = Steps }, Samples));
        var batches = new Batches(data, 2, new ShuffleSampler());
        var readings = new List<Reading>();
        long steps = 0;
        for (int epoch = 0; steps < Steps; epoch++)
        {
            session.BeginEpoch(epoch);
            int index = 0;
            foreach (Batch batch in batches.Epoch(epoch, cancellation: TestContext.Current.CancellationToken))
            {
                session.Step(batch, lastOfEpoch: ++index == batches.Count);
                onStep?.Invoke();
                steps++;
            }

            if (steps % StepsBetweenReadings < batches.Count)
            {
                session.RunningMetrics();
                session.Evaluate("validation", data, TestContext.Current.CancellationToken);
                session.EvaluateAverage("validation", data, TestContext.Current.CancellationToken);
                readings.Add(Reading.Now());
            }
        }

        Assert.Null(session.Divergence);
        Assert.True(readings.Count > 25, $"{readings.Count} readings");
        return readings;
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Fields(string family)
    {
        yield return new(BatchFields.Inputs, randn(Samples, 4, 4));
        yield return new(BatchFields.Target, arange(Samples, ScalarType.Int64).remainder(3));
        if (family is "rnn" or "lstm" or "gru")
        {
            yield return new(BatchFields.Lengths, arange(Samples, ScalarType.Int64).remainder(4) + 1);
        }
    }

    private sealed record Reading(long Tensors, long Bytes)
    {
        /// <summary>What is alive, once what nobody holds any more is gone.</summary>
        public static Reading Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return new Reading(DataFixtures.Alive, NativeHeap.BytesInUse()!.Value);
        }
    }
}
