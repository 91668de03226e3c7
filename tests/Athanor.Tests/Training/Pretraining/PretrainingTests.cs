using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Tests.Data;
using Athanor.Training;
using Athanor.Training.Checkpoints;
using Athanor.Training.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training.Pretraining;

[Collection(AloneInProcess.Name)]
public sealed class PretrainingTests : IDisposable
{
    private static readonly Recipe Autoencoders = new()
    {
        Data = new Blobs { Samples = 60 },
        Standardization = new UnitRangeStandardization(),
        Model = new MlpSpec { Hidden = [6, 5, 4], Activation = new Sigmoid(), Dropout = 0.2 },
        Pretraining = new DenoisingAutoencoders { Epochs = 3 },
        Loss = new CrossEntropy(),
        Optimizer = new Adam { Lr = 0.01 },
        BatchSize = 16,
        Epochs = 2,
        Run = new RunSpec { Checkpoint = new CheckpointSpec { KeepLast = 0 } },
    };

    private static readonly Recipe Boltzmann = Autoencoders with { Pretraining = new RestrictedBoltzmann { Epochs = 3, InitialEpochs = 1 } };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("athanor-pretraining-");

    public static TheoryData<string, Recipe> Both => new() { { "autoencoders", Autoencoders }, { "boltzmann", Boltzmann } };

    public static TheoryData<string, Recipe, string> Refused => new()
    {
        {
            "convolutions", Autoencoders with { Data = new StrokeDigits { Samples = 100 }, Model = new ConvNetSpec() },
            "pretraining: trains fully connected layers one by one, and a convnet has none that follow each other; take model: mlp, or pretraining: none"
        },
        {
            "recurrent", Autoencoders with { Data = new Adding { Samples = 100, Length = 5 }, Loss = new MseLoss(), Model = new RecurrentSpec() },
            "pretraining: trains fully connected layers one by one, and a recurrent has none that follow each other; take model: mlp, or pretraining: none"
        },
        { "no layer", With(new MlpSpec { Hidden = [] }), "pretraining: there is no hidden layer to train; give model.mlp.hidden sizes, or write pretraining: none" },
        { "shortcuts", With(new MlpSpec { Residual = true }), "pretraining: shortcuts lead around the layers, so that no layer's input is the code of the one below; write residual: false, or pretraining: none" },
        { "gates", With(new MlpSpec { Activation = new GLU() }), "pretraining: 'glu' makes two layers' units one code; take an activation without a gate, or pretraining: none" },
        {
            "normalization", With(new MlpSpec { Normalization = new BatchNorm() }),
            "pretraining: 'batch' normalization stands between a layer and its code; write normalization: none, or pretraining: none"
        },
        {
            "machines of ReLU", Boltzmann with { Model = new MlpSpec() },
            "pretraining.restricted-boltzmann: units are on with the probability that a sigmoid gives, and the model's activation is 'relu'; write activation: sigmoid, or pretraining: denoising-autoencoders"
        },
        { "all corrupted", Autoencoders with { Pretraining = new DenoisingAutoencoders { Corruption = 1 } }, "pretraining.denoising-autoencoders.corruption: 1 is not within [0, 1)" },
        { "no epoch", Autoencoders with { Pretraining = new RestrictedBoltzmann { Epochs = 0 } }, "pretraining.restricted-boltzmann.epochs: 0 is less than 1" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_can_not_be_pretrained_is_refused_in_one_line(string what, Recipe recipe, string message)
    {
        Assert.NotEmpty(what);
        Assert.Equal(message, Assert.Throws<RecipeException>(() => new Trainer(recipe)).Message);
    }

    [Fact]
    public void Machines_refuse_inputs_that_are_no_probabilities_and_say_how_to_make_them_such()
    {
        var refusal = Assert.Throws<RecipeException>(() => new Trainer(Boltzmann with { Standardization = new PerFeatureStandardization() }));

        Assert.StartsWith("standardization: the inputs of a restricted Boltzmann machine are probabilities, within [0, 1], and these run from -", refusal.Message);
        Assert.EndsWith("write standardization: unit-range, or none where the data are within [0, 1] themselves", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_layer_learns_from_the_codes_below_it_and_leaves_every_other_layer_alone(string name, Recipe recipe)
    {
        using DataSplit data = TrainingData.Prepare(recipe, DataFixtures.Context);
        using var session = new TrainingSession(recipe, data.Task, TrainingPlan.Of(recipe, data.Training.Count));
        var batches = new Batches(data.Training, 16);
        for (int layer = 0; layer < session.PretrainedLayers; layer++)
        {
            Dictionary<string, byte[]> before = Parameters(session);
            session.BeginPretraining(layer, data.Training);
            foreach (Batch batch in batches.Read(0))
            {
                session.Pretrain(batch, 0);
            }

            string[] moved = [.. Parameters(session).Where(entry => !entry.Value.AsSpan().SequenceEqual(before[entry.Key])).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
            Assert.True(moved.SequenceEqual([$"hidden.{layer}.bias", $"hidden.{layer}.weight"]), $"{name}, layer {layer}: {string.Join(", ", moved)} moved");
        }
    }

    [Fact]
    public void The_inputs_of_a_layer_are_the_finished_layers_codes_without_dropout()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = (Mlp)Autoencoders.Model.Build(new TaskInfo(TaskKind.MultiClass, [2], 3), RecipePath.Root);
        module.train();
        Tensor inputs = rand(4, 2);
        Tensor expected = inputs;
        Dictionary<string, TorchSharp.Modules.Parameter> weights = module.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        for (int layer = 0; layer < 3; layer++)
        {
            Assert.True(expected.allclose(module.Code(inputs, layer)));
            expected = (expected.matmul(weights[$"hidden.{layer}.weight"].t()) + weights[$"hidden.{layer}.bias"]).sigmoid();
        }

        Assert.True(expected.allclose(module.Code(inputs, 3)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_same_recipe_gives_the_same_weights_another_seed_others_and_none_others(string name, Recipe recipe)
    {
        (_, byte[] weights) = Recipes.Train(recipe);

        Assert.True(weights.AsSpan().SequenceEqual(Recipes.Train(recipe).Weights), name);
        Assert.False(weights.AsSpan().SequenceEqual(Recipes.Train(recipe with { Seed = 1 }).Weights), name);
        Assert.False(weights.AsSpan().SequenceEqual(Recipes.Train(recipe with { Pretraining = new NoPretraining() }).Weights), name);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Killed_in_any_epoch_and_gone_on_with_it_ends_with_the_same_weights_metrics_and_curves(string name, Recipe recipe)
    {
        Outcome whole = Run(recipe, "whole");
        Assert.Equal(TrainingStatus.Completed, whole.Report.Status);
        for (int told = 1; told <= 9; told++)
        {
            string folder = $"{name}{told}";
            using var stop = new CancellationTokenSource();
            int seen = 0;
            Outcome first = Run(recipe, folder, stop, new EpochCounter(() => Stop(++seen == told, stop)));
            Outcome second = Run(recipe, folder);

            Assert.Equal((TrainingStatus.Interrupted, 0L, 0), (first.Report.Status, first.Report.Steps, first.Report.Epochs));
            Assert.Single(CheckpointSeries.In(Path.Combine(_folder.FullName, folder)));
            Assert.True(whole.Weights.AsSpan().SequenceEqual(second.Weights), $"{name}: other weights after {told} epochs of pre-training");
            Assert.Equal(whole.Report.Metrics, second.Report.Metrics);
            Assert.Equal(whole.Rows, first.Rows.Concat(second.Rows));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Killed_within_an_epoch_it_goes_on_with_the_next_batch(string name, Recipe recipe)
    {
        Outcome whole = Run(recipe, "whole");
        for (int batch = 1; batch <= 12; batch++)
        {
            using var stop = new CancellationTokenSource();
            using DataSplit data = TrainingData.Prepare(recipe, DataFixtures.Context);
            DataSplit counted = data with { Training = new Counting(data.Training, batch, stop) };
            string folder = Path.Combine(_folder.FullName, $"{name}-batch{batch}");
            using (Trainer first = Trainer.Resume(recipe, folder, counted))
            {
                Assert.Equal(TrainingStatus.Interrupted, first.Run(stop.Token).Status);
            }

            Assert.True(whole.Weights.AsSpan().SequenceEqual(Run(recipe, Path.GetFileName(folder)).Weights), $"{name}: other weights after batch {batch}");
        }
    }

    [Fact]
    public void Checkpoints_are_written_in_between_and_the_last_one_is_enough()
    {
        Recipe recipe = Autoencoders with { Run = new RunSpec { Checkpoint = new CheckpointSpec { EveryEpochs = 1, KeepLast = 1 } } };
        Outcome whole = Run(recipe, "whole");
        string folder = Path.Combine(_folder.FullName, "dead");
        string copy = Path.Combine(_folder.FullName, "copy");
        int seen = 0;
        Run(recipe, "dead", observer: new EpochCounter(() => Copy(++seen == 5, folder, copy)));

        Outcome second = Run(recipe, "copy");

        Assert.Equal(0, second.ResumedFrom);
        Assert.True(whole.Weights.AsSpan().SequenceEqual(second.Weights));
        // The copy was made of the fourth epoch's checkpoint: rows of later epochs are made once more.
        Assert.Equal(whole.Rows.Where(row => row.Step > whole.Rows.Min(first => first.Step) + (3 * 3)), second.Rows);
    }

    [Fact]
    public void Curves_stand_before_step_0_and_the_plan_counts_what_is_done_before_the_first_update()
    {
        Outcome run = Run(Autoencoders, "curves");
        var pretraining = run.Rows.Where(row => row.Key.StartsWith("pretrain/", StringComparison.Ordinal)).ToList();

        Assert.Equal([-24, -21, -18], pretraining.Where(row => row.Key == "pretrain/layer1/loss").Select(row => row.Step));
        Assert.Equal([-6, -3, 0], pretraining.Where(row => row.Key == "pretrain/layer3/loss").Select(row => row.Step));
        Assert.Equal([-18, -9, 0], Enumerable.Range(1, 3).Select(layer => pretraining.Single(row => row.Key == $"pretrain/layer{layer}/code-deviation").Step));
        var plan = TrainingPlan.Of(Autoencoders, 42);
        Assert.Equal((3, 3, 27L, 6L), (plan.PretrainedLayers, plan.PretrainingEpochs, plan.PretrainingUpdates, plan.Updates));
        Assert.Equal("before them 3 layers × 3 epochs × 3 iterations = 27 updates of pre-training", plan.Describe()[^1]);
    }

    [Fact]
    public void A_rate_far_too_large_ends_as_a_divergence_that_names_the_layer()
    {
        Recipe recipe = Autoencoders with { Standardization = new NoStandardization(), Pretraining = new DenoisingAutoencoders { Optimizer = new Sgd { Lr = 1e30 } }, Model = new MlpSpec() };

        RunReport report = Recipes.Train(recipe).Report;

        Assert.Equal(TrainingStatus.Diverged, report.Status);
        Assert.StartsWith("diverged in the pre-training of layer 1 at step ", report.Reason, StringComparison.Ordinal);
        Assert.Empty(report.Metrics);
    }

    [Fact]
    public void An_observer_can_stop_it()
    {
        using var trainer = new Trainer(Autoencoders);
        trainer.Observers.Add(new EpochCounter(report => report.RequestStop("enough")));
        RunReport report = trainer.Run(TestContext.Current.CancellationToken);

        Assert.Equal((TrainingStatus.Stopped, "enough", 0L), (report.Status, report.Reason, report.Steps));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_training_with_it_leaves_no_tensor_behind(string name, Recipe recipe)
    {
        Recipes.Train(recipe);
        long before = DataFixtures.Alive;
        Recipes.Train(recipe);

        Assert.Equal(before, DataFixtures.Alive);
        Assert.NotEmpty(name);
    }

    [Fact]
    public void Options_are_read_and_written_and_part_of_the_fingerprint()
    {
        Recipe read = SpecReader.Read<Recipe>(DocumentReader.Parse(
            """
            data: blobs
            model: mlp
            loss: cross-entropy
            optimizer: adam
            pretraining: { denoising-autoencoders: { epochs: 7, corruption: 0.1, optimizer: { sgd: { lr: 0.5 } } } }
            """));

        Assert.Equal(new DenoisingAutoencoders { Epochs = 7, Corruption = 0.1, Optimizer = new Sgd { Lr = 0.5 } }, read.Pretraining);
        Assert.NotEqual(read.Fingerprint(), (read with { Pretraining = new NoPretraining() }).Fingerprint());
    }

    private static Recipe With(MlpSpec model) => Autoencoders with { Model = model };

    private static Dictionary<string, byte[]> Parameters(TrainingSession session)
    {
        using DisposeScope scope = NewDisposeScope();
        return session.Model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());
    }

    private static void Stop(bool now, CancellationTokenSource source)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    private static void Copy(bool now, string from, string to)
    {
        if (now)
        {
            foreach ((string folder, _) in CheckpointSeries.In(from))
            {
                string copy = Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(folder))).FullName;
                foreach (string file in Directory.EnumerateFiles(folder))
                {
                    File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
                }
            }
        }
    }

    private Outcome Run(Recipe recipe, string folder, CancellationTokenSource? stop = null, ITrainingObserver? observer = null)
    {
        using var store = new MemoryRunStore();
        using IRunWriter writer = store.Begin(new RunStart { RecipeJson = "{}", Fingerprint = "" });
        using Trainer trainer = Trainer.Resume(recipe, Path.Combine(_folder.FullName, folder));
        trainer.Observers.Add(new RunRecorder(writer));
        if (observer is not null)
        {
            trainer.Observers.Add(observer);
        }

        RunReport report = trainer.Run(stop?.Token ?? TestContext.Current.CancellationToken);
        return new Outcome(
            report,
            Recipes.Weights(trainer.Session),
            [.. store.Summaries(writer.Id).Where(curve => curve.Key != "epoch/samples-per-second").SelectMany(curve => store.Metric(writer.Id, curve.Key).Select(point => (curve.Key, point.Step, point.Value)))
                .OrderBy(row => row.Step).ThenBy(row => row.Key, StringComparer.Ordinal)],
            trainer.ResumedFrom);
    }

    private sealed record Outcome(RunReport Report, byte[] Weights, (string Key, long Step, double Value)[] Rows, long? ResumedFrom);

    private sealed class EpochCounter(Action<PretrainingReport> onEpoch) : ITrainingObserver
    {
        public EpochCounter(Action onEpoch)
            : this(_ => onEpoch())
        {
        }

        public void OnPretraining(PretrainingReport report) => onEpoch(report);
    }

    /// <summary>Samples that cancel a training when the batch of this number is asked for; whole passes over them do not count.</summary>
    private sealed class Counting(Dataset samples, int batch, CancellationTokenSource stop) : Dataset
    {
        private int _asked;

        public override long Count => samples.Count;

        public override IReadOnlyCollection<string> Fields => samples.Fields;

        public override int PrefetchByDefault => 0;

        public override Batch Gather(Tensor indices)
        {
            if (indices.shape[0] <= 16 && ++_asked == batch)
            {
                stop.Cancel();
            }

            return samples.Gather(indices);
        }

        public override IReadOnlyList<long>? ClassLabels() => samples.ClassLabels();
    }
}
