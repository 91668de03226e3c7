using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class SessionStateTests
{
    private static readonly Recipe Mlp = Recipes.Small with
    {
        Model = new MlpSpec { Hidden = [8, 8], Dropout = 0.3, Normalization = new BatchNorm() },
        Clipping = new ClipByNorm { MaxNorm = 0.5 },
        Regularization = new L2 { Lambda = 1e-3 },
        Schedule = new CosineSchedule(),
        Accumulation = 3,
        Epochs = 2,
    };

    public static TheoryData<string, Recipe> Subjects => new()
    {
        { "mlp", Mlp },
        { "conv", Mlp with { Data = new StrokeDigits { Samples = 100 }, Model = new ConvNetSpec { Channels = [4], Dropout = 0.2 } } },
        { "autoclip", Mlp with { Clipping = new AutoClip { Percentile = 30, History = 5 } } },
        { "zclip", Mlp with { Clipping = new ZClip { WarmupSteps = 3, ZThreshold = 0.5 } } },
        { "autoclip under fp16", Mlp with { Clipping = new AutoClip(), Precision = new Fp16 { InitScale = 1e10, GrowthInterval = 2 } } },
        { "bf16", Mlp with { Precision = new Bf16() } },
        { "fp16", Mlp with { Precision = new Fp16 { InitScale = 1e10, GrowthInterval = 2 } } },
        { "lstm", Mlp with { Data = new Adding { Samples = 100, Length = 8 }, Loss = new MseLoss(), Model = new RecurrentSpec { Hidden = 6, Dropout = 0.2 } } },
    };

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_session_that_restores_the_state_between_any_two_steps_goes_on_bit_for_bit(string name, Recipe recipe)
    {
        using DataSplit data = TrainingData.Prepare(recipe, new DataContext("."));
        var saved = new List<SavedState>();
        (byte[] expected, List<double> losses) = Train(recipe, data, saved.Add, from: null, used: 0);

        for (int used = 0; used < saved.Count; used++)
        {
            (byte[] weights, List<double> rest) = Train(recipe, data, _ => { }, saved[used], used);
            Assert.True(expected.AsSpan().SequenceEqual(weights), $"{name}: other weights after {used} batches");
            Assert.Equal(losses[^rest.Count..], rest);
        }

        foreach (Tensor tensor in saved.SelectMany(state => state.Tensors.Values))
        {
            tensor.Dispose();
        }
    }

    [Fact]
    public void A_state_of_another_model_is_refused_by_the_name_and_both_shapes_of_the_tensor()
    {
        SavedState wider = StateOf(Mlp with { Model = new MlpSpec { Hidden = [9] } });
        SavedState deeper = StateOf(Recipes.Small with { Model = new MlpSpec { Hidden = [8, 8] } });
        using DataSplit data = TrainingData.Prepare(Recipes.Small, new DataContext("."));
        using var session = new TrainingSession(Recipes.Small, data.Task, TrainingPlan.Of(Recipes.Small, data.Training.Count));

        Assert.Contains("'hidden.0.weight': saved Float32 [9, 2] and Float32 [8, 2] differ", Assert.Throws<ArgumentException>(() => session.RestoreState(wider)).Message, StringComparison.Ordinal);
        Assert.Contains("no tensor 'hidden.", Assert.Throws<ArgumentException>(() => session.RestoreState(deeper)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_and_restoring_leaves_no_tensor_behind()
    {
        using DataSplit data = TrainingData.Prepare(Mlp, new DataContext("."));
        using var session = new TrainingSession(Mlp, data.Task, TrainingPlan.Of(Mlp, data.Training.Count));
        long Alive()
        {
            using (DisposeScope scope = NewDisposeScope())
            {
                session.RestoreState(session.SaveState());
            }

            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }

        long before = Alive();
        Assert.Equal(before, Alive());
    }

    private static SavedState StateOf(Recipe recipe)
    {
        using DataSplit data = TrainingData.Prepare(recipe, new DataContext("."));
        using var session = new TrainingSession(recipe, data.Task, TrainingPlan.Of(recipe, data.Training.Count));
        return Copy(session);
    }

    /// <summary>Trains to the end, saving before every batch; where a state is given, from it.</summary>
    private static (byte[] Weights, List<double> Losses) Train(Recipe recipe, DataSplit data, Action<SavedState> save, SavedState? from, int used)
    {
        var losses = new List<double>();
        var batches = new Batches(data.Training, 16, recipe.Sampler, recipe.Seed);
        using var session = new TrainingSession(recipe, data.Task, TrainingPlan.Of(recipe, data.Training.Count));
        int epoch = (int)(used / batches.Count);
        long within = used % batches.Count;
        if (from is not null)
        {
            session.RestoreState(from);
        }

        for (; epoch < recipe.Epochs; epoch++, within = 0)
        {
            if (within == 0)
            {
                session.BeginEpoch(epoch);
            }

            long index = within;
            foreach (Batch batch in batches.Epoch(epoch, within, TestContext.Current.CancellationToken))
            {
                save(Copy(session));
                losses.Add(session.Step(batch, lastOfEpoch: ++index == batches.Count).Loss);
            }

            losses.Add(session.RunningMetrics()["epoch/loss"]);
        }

        return (Recipes.Weights(session), losses);
    }

    /// <summary>The state as a file would bring it back.</summary>
    private static SavedState Copy(TrainingSession session)
    {
        using DisposeScope scope = NewDisposeScope();
        SavedState state = session.SaveState();
        return new SavedState
        {
            Values = JsonNode.Parse(state.Values.ToJsonString())!.AsObject(),
            Tensors = state.Tensors.ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal),
        };
    }
}
