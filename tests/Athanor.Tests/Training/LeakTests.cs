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

/// <summary>A session's memory over thousands of steps, 10,000 of each family: as many tensors, and as many bytes of the native heap, at the end as at the start.</summary>
[Collection(AloneInProcess.Name)]
[Trait("Category", "Slow")]
public sealed class LeakTests
{
    private const int Steps = 10_000;
    private const int Fewer = 3_000;
    private const int StepsBetweenReadings = 100;
    private const int Samples = 8;
    private const int Accumulation = 3;

    /// <summary>Bytes a step: one allocation of malloc's smallest size in each window would be more.</summary>
    private const double Most = 8;

    public static TheoryData<string, ModelSpec, PrecisionSpec, int> Families => new()
    {
        { "mlp", new MlpSpec { Hidden = [6, 6], Normalization = new Athanor.Normalization.BatchNorm(), Dropout = 0.1, Residual = true }, new Fp32(), Steps },
        { "convnet", new ConvNetSpec { Channels = [2], Head = [4], Dropout = 0.1 }, new Fp32(), Steps },
        { "resnet", new ResNetSpec { Widths = [2, 3], StemStride = 1 }, new Fp32(), Steps },
        { "rnn", new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 4, Layers = 2, Dropout = 0.1 }, new Fp32(), Steps },
        { "lstm", new RecurrentSpec { Cell = RecurrentCell.Lstm, Hidden = 4 }, new Fp32(), Steps },
        { "gru", new RecurrentSpec { Cell = RecurrentCell.Gru, Hidden = 4 }, new Fp32(), Steps },
        { "custom", ModelSpec.Custom("leak-custom", new { Hidden = 6 }, (options, task) => nn.Sequential(nn.Flatten(), nn.Linear(16, options.Hidden), nn.GELU(), nn.Linear(options.Hidden, task.Outputs))), new Fp32(), Steps },
        { "mlp in bf16", new MlpSpec { Hidden = [6, 6], Dropout = 0.1 }, new Bf16(), Fewer },
        { "mlp in fp16", new MlpSpec { Hidden = [6, 6], Dropout = 0.1 }, new Fp16 { InitScale = 256 }, Fewer },
        { "mlp that recomputes", new MlpSpec { Hidden = [6, 6], Dropout = 0.1, CheckpointActivations = true }, new Fp32(), Fewer },
        { "convnet that recomputes in bf16", new ConvNetSpec { Channels = [2], Normalization = new Athanor.Normalization.BatchNorm(), CheckpointActivations = true }, new Bf16(), Fewer },
    };

    [Theory]
    [MemberData(nameof(Families), DisableDiscoveryEnumeration = true)]
    public void Thousands_of_steps_keep_the_count_of_tensors_and_the_native_heap(string family, ModelSpec model, PrecisionSpec precision, int steps)
    {
        List<Reading> readings = Train(family, model, precision, steps);

        Assert.Equal(readings[0].Tensors, readings[^1].Tensors);
        Assert.InRange(Growth(readings), -Most, Most);

        // A leak in so few intervals that the compiler might have been in all of them must at least be small.
        Assert.InRange(readings[^1].Bytes, 0, 1.15 * readings[0].Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_leak_of_four_hundred_bytes_a_step_would_be_seen_in_every_interval_and_in_every_third(int every)
    {
        var leaked = new List<IntPtr>();
        try
        {
            long step = 0;
            List<Reading> readings = Train("mlp", new MlpSpec { Hidden = [2] }, new Fp32(), Fewer, onStep: () =>
            {
                if (step++ / StepsBetweenReadings % every == 0)
                {
                    leaked.Add(Marshal.AllocHGlobal(400));
                }
            });

            Assert.True(Growth(readings) > 2 * Most, $"{Growth(readings)}");
        }
        finally
        {
            leaked.ForEach(Marshal.FreeHGlobal);
        }
    }

    /// <summary>By how many bytes a step the native heap grows.</summary>
    /// <remarks>
    /// The runtime's compiler uses the same heap: it takes and gives back megabytes now and then, as it finds methods worth compiling again. Between most
    /// readings it does not, and the heap stays the same to some hundred bytes. So the quarter of the intervals in which it moved most, up or down, is left out;
    /// a leak that shows in more of them stays in sight.
    /// </remarks>
    private static double Growth(List<Reading> readings)
    {
        long[] differences = [.. readings.Zip(readings.Skip(1), (before, after) => after.Bytes - before.Bytes).OrderBy(Math.Abs)];
        return differences[..(differences.Length * 3 / 4)].Average() / StepsBetweenReadings;
    }

    private static List<Reading> Train(string family, ModelSpec model, PrecisionSpec precision, int total, Action? onStep = null)
    {
        Assert.SkipUnless(NativeHeap.IsAvailable, "this system does not tell how much of its native heap is in use");
        Recipe recipe = Recipes.Small with
        {
            Model = model,
            Precision = precision,
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
        using var session = new TrainingSession(recipe, task, TrainingPlan.Of(recipe with { Epochs = null, Steps = total }, Samples));
        var batches = new Batches(data, 2, new ShuffleSampler());
        var readings = new List<Reading>();
        long steps = 0;
        for (int epoch = 0; steps < total; epoch++)
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
