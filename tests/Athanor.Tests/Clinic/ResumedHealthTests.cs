using Athanor.Activations;
using Athanor.Data.Tasks;
using Athanor.Diagnosis;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Tests.Training;
using Athanor.Training;
using Athanor.Training.Checkpoints;
using TorchSharp;

namespace Athanor.Tests.Clinic;

[Collection(AloneInProcess.Name)]
public sealed class ResumedHealthTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("athanor-health-").FullName;

    public static TheoryData<string> Sick => ["vanishing", "dead", "rnn", "healthy"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Sick))]
    public void A_resumed_training_s_findings_are_those_of_the_uninterrupted_one(string which)
    {
        Recipe recipe = Of(which) with { Run = new RunSpec { Checkpoint = new CheckpointSpec { EveryEpochs = null, EverySteps = 17 } } };
        using var whole = new GradientHealth(2, 5, 10);
        Recipes.Train(recipe, whole);

        using (var trainer = new Trainer(recipe))
        using (var first = new GradientHealth(2, 5, 10))
        {
            trainer.SaveTo(_folder);
            trainer.Observers.Add(first);
            trainer.Observers.Add(new StopAfter(20));
            Assert.Equal(TrainingStatus.Stopped, trainer.Run(TestContext.Current.CancellationToken).Status);
        }

        using var resumed = new GradientHealth(2, 5, 10);
        using (Trainer trainer = Trainer.Resume(recipe, _folder))
        {
            Assert.InRange(trainer.ResumedFrom ?? 0, 17, 20);
            trainer.Observers.Add(resumed);
            Assert.Equal(TrainingStatus.Completed, trainer.Run(TestContext.Current.CancellationToken).Status);
        }

        Assert.Equal(which != "healthy", whole.Findings.Count > 0);
        Assert.Equal(whole.Findings.Select(Text), resumed.Findings.Select(Text));
        Assert.Equal(whole.Seen!.Looks.Select(look => look.Step), resumed.Seen!.Looks.Select(look => look.Step));
        Assert.Equal(whole.Seen.Looks.SelectMany(look => look.Layers), resumed.Seen.Looks.SelectMany(look => look.Layers));
        Assert.Equal(whole.Seen.Updates, resumed.Seen.Updates);
        Assert.Equal(whole.Seen.Times.SelectMany(look => look.Norms), resumed.Seen.Times.SelectMany(look => look.Norms));
    }

    [Fact]
    public void The_state_of_another_training_is_refused()
    {
        SavedState? state = null;
        using var first = new GradientHealth();
        Recipes.Train(Of("vanishing"), first, new AtEnd(() => state = first.SaveState()));
        using var other = new GradientHealth();
        Recipes.Train(Of("healthy"), other, new AtEnd(() => Assert.Throws<ArgumentException>(() => other.RestoreState(state!))));
        Assert.NotNull(state);
        foreach (torch.Tensor tensor in state.Tensors.Values)
        {
            tensor.Dispose();
        }

        using var unused = new GradientHealth();
        Assert.Throws<InvalidOperationException>(unused.SaveState);
    }

    private static string Text(Finding finding) => $"{finding.Symptom} {finding.Severity} {finding.SinceStep} {string.Join(',', finding.Layers)} {finding.ToEvidence().ToJsonString()}";

    private static Recipe Of(string which) => which switch
    {
        "vanishing" => Recipes.Small with
        {
            Data = new StrokeDigits { Samples = 300 },
            Model = new MlpSpec { Hidden = [.. Enumerable.Repeat(16, 12)], Activation = new Sigmoid() },
            Optimizer = new AdamW { Lr = 0.002, Eps = 1e-6 },
        },
        "dead" => Recipes.Small with { Model = new MlpSpec { Hidden = [16, 16] }, Optimizer = new Sgd { Lr = 40 }, Clipping = new ClipByNorm { MaxNorm = 1 }, Epochs = 6 },
        "rnn" => Recipes.Small with
        {
            Data = new Adding { Samples = 160, Length = 40 },
            Model = new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 16 },
            Loss = new MseLoss(),
            Optimizer = new AdamW { Lr = 0.0005 },
            Epochs = 6,
        },
        _ => Recipes.Small with { Data = new StrokeDigits { Samples = 300 }, Model = new MlpSpec { Hidden = [32] }, Epochs = 4 },
    };

    private sealed class StopAfter(long steps) : ITrainingObserver
    {
        public void OnStep(StepReport report)
        {
            if (report.Step == steps)
            {
                report.RequestStop("enough");
            }
        }
    }

    private sealed class AtEnd(Action action) : ITrainingObserver
    {
        public void OnEnd(RunReport report) => action();
    }
}
