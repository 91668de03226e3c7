using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Native;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class PrecisionTests
{
    private static readonly Dictionary<string, Recipe> Families = new(StringComparer.Ordinal)
    {
        ["mlp"] = Recipes.Small,
        ["mlp with batch norm, dropout, shortcuts"] = Recipes.Small with { Model = new MlpSpec { Hidden = [8, 8, 8], Normalization = new BatchNorm(), Dropout = 0.2, Residual = true } },
        ["mlp with layer norm"] = Recipes.Small with { Model = new MlpSpec { Normalization = new LayerNorm() } },
        ["convnet"] = Images(new ConvNetSpec { Channels = [4, 8], Normalization = new BatchNorm() }),
        ["convnet with layer norm and head"] = Images(new ConvNetSpec { Channels = [4], Normalization = new LayerNorm(), Head = [8], Dropout = 0.2 }),
        ["convnet with instance norm"] = Images(new ConvNetSpec { Channels = [4], Normalization = new InstanceNorm() }),
        ["resnet"] = Images(new ResNetSpec { Widths = [4, 8] }),
        ["rnn"] = Sequences(RecurrentCell.Rnn),
        ["gru"] = Sequences(RecurrentCell.Gru),
        ["lstm"] = Sequences(RecurrentCell.Lstm),
    };

    private static readonly Dictionary<string, PrecisionSpec> Precisions = new(StringComparer.Ordinal) { ["bf16"] = new Bf16(), ["fp16"] = new Fp16 { InitScale = 256 } };

    /// <summary>A model with each activation, and with each normalization, of the catalogue.</summary>
    public static TheoryData<string, ModelSpec> Parts()
    {
        var parts = new TheoryData<string, ModelSpec>();
        foreach (ActivationSpec activation in Members<ActivationSpec>())
        {
            parts.Add(activation.GetType().Name, new MlpSpec { Hidden = [16, 16, 16, 16], Activation = activation });
        }

        foreach (NormalizationSpec normalization in Members<NormalizationSpec>().Where(member => member is not InstanceNorm))
        {
            parts.Add(normalization.GetType().Name, new MlpSpec { Hidden = [16, 16, 16, 16], Normalization = normalization });
        }

        return parts;
    }

    public static TheoryData<string, string> Matrix() => [.. Families.Keys.SelectMany(family => Precisions.Keys.Select(precision => (family, precision)))];

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Every_family_trains_and_is_measured_in_every_precision(string family, string precision)
    {
        Recipe recipe = Families[family] with { Epochs = null, Steps = 2 };
        (RunReport expected, byte[] weights) = Recipes.Train(recipe);
        long alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        (RunReport actual, byte[] mixed) = Recipes.Train(recipe with { Precision = Precisions[precision] });

        Assert.Equal(TrainingStatus.Completed, actual.Status);
        Assert.Equal(precision == "fp16" ? 0 : null, actual.SkippedSteps);
        Assert.Equal(expected.Metrics["validation/loss"], actual.Metrics["validation/loss"], 0.05 * Math.Max(1, expected.Metrics["validation/loss"]));
        Assert.NotEqual(expected.Metrics["validation/loss"], actual.Metrics["validation/loss"]);
        Assert.Equal(weights.Length, mixed.Length);
        Assert.Null(Autocast.Current(DeviceType.CPU));
        Assert.Equal(alive, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_activation_and_normalization_trains_in_16_bits_and_with_checkpointed_activations(string name, ModelSpec model)
    {
        Recipe recipe = Recipes.Small with { Model = model, Epochs = null, Steps = 2 };
        Recipe checkpointed = recipe with { Model = (MlpSpec)model with { CheckpointActivations = true } };
        double expected = Recipes.Train(recipe).Report.Metrics["validation/loss"];
        foreach (PrecisionSpec precision in Precisions.Values.Prepend(new Fp32()))
        {
            (RunReport report, byte[] weights) = Recipes.Train(recipe with { Precision = precision });
            Assert.Equal(expected, report.Metrics["validation/loss"], 0.1 * Math.Max(1, expected));
            Assert.True(weights.AsSpan().SequenceEqual(Recipes.Train(checkpointed with { Precision = precision }).Weights), $"{name} in {precision}: other weights where activations are checkpointed");
        }
    }

    [Theory]
    [InlineData("bf16")]
    [InlineData("fp16")]
    public void It_learns_as_float32_does(string precision)
    {
        Recipe recipe = Recipes.Small with { Data = new Spirals { Samples = 300 }, Model = new MlpSpec { Hidden = [32, 32] }, Epochs = 40 };
        double expected = Recipes.Train(recipe).Report.Metrics["train/accuracy"];
        double actual = Recipes.Train(recipe with { Precision = Precisions[precision] }).Report.Metrics["train/accuracy"];

        Assert.True(expected > 0.9, $"{expected}");
        Assert.Equal(expected, actual, 0.04);
    }

    [Theory]
    [InlineData("precision: bf16", typeof(Bf16))]
    [InlineData("precision: fp16", typeof(Fp16))]
    [InlineData("precision: fp32", typeof(Fp32))]
    [InlineData("precision: { fp16: { initScale: 1024 } }", typeof(Fp16))]
    public void A_document_names_it_plainly_or_with_its_options(string yaml, Type expected)
    {
        Recipe recipe = Read(yaml);
        Assert.IsType(expected, recipe.Precision);
        Assert.Equal(expected == typeof(Fp32), recipe.Fingerprint() == Recipes.Small.Fingerprint());
    }

    [Theory]
    [InlineData("{ fp16: { growthFactor: 1 } }", "precision.fp16.growthFactor")]
    [InlineData("{ fp16: { backoffFactor: 1 } }", "precision.fp16.backoffFactor")]
    [InlineData("{ fp16: { initScale: 0 } }", "precision.fp16.initScale")]
    [InlineData("{ fp16: { initScale: 1e39 } }", "precision.fp16.initScale")]
    [InlineData("{ fp16: { growthInterval: 0 } }", "precision.fp16.growthInterval")]
    [InlineData("fp8", "precision")]
    public void Options_that_make_no_sense_are_refused(string precision, string path) =>
        Assert.Equal(path, Assert.Throws<RecipeException>(() => Read($"precision: {precision}")).Path);

    [Fact]
    public void An_overflowing_update_is_skipped_counted_and_no_divergence()
    {
        var steps = new List<(long Step, bool Updated, bool Skipped, double? Scale, double Norm)>();
        Recipe recipe = Recipes.Small with { Precision = new Fp16 { InitScale = Math.ScaleB(1, 40) } };
        (RunReport report, _) = Recipes.Train(recipe, new Watcher { Step = s => steps.Add((s.Step, s.Updated, s.Skipped, s.LossScale, s.GradientNorm)) });

        Assert.Equal(TrainingStatus.Completed, report.Status);
        int skipped = (int)report.SkippedSteps!.Value;
        Assert.InRange(skipped, 3, 25);
        Assert.Equal(skipped, steps.Count(step => step.Skipped));
        Assert.Equal(skipped, report.Metrics["train/skipped-steps"]);
        Assert.Equal(Enumerable.Range(1, steps.Count).Select(i => (long)i), steps.Select(step => step.Step));
        Assert.All(steps, step => Assert.NotEqual(step.Updated, step.Skipped));
        Assert.All(steps, step => Assert.Equal(step.Updated, double.IsFinite(step.Norm)));
        Assert.All(steps.Take(skipped), (step, i) => Assert.Equal((true, Math.ScaleB(1, 40 - i)), (step.Skipped, step.Scale!.Value)));
    }

    [Fact]
    public void A_skipped_update_leaves_weights_and_optimizer_as_they_were()
    {
        Recipe recipe = Recipes.Small with { Epochs = null, Steps = 2, Precision = new Fp16 { InitScale = Math.ScaleB(1, 40) } };
        using DataSplit data = TrainingData.Prepare(recipe, new DataContext("."));
        using var session = new TrainingSession(recipe, data.Task, TrainingPlan.Of(recipe, data.Training.Count));
        byte[] before = Recipes.Weights(session);
        foreach (Batch batch in new Batches(data.Training, 16, recipe.Sampler).Epoch(0, cancellation: TestContext.Current.CancellationToken).Take(1))
        {
            Assert.True(session.Step(batch).Skipped);
        }

        Assert.Equal(before, Recipes.Weights(session));
        Assert.Equal(1, session.Steps);
    }

    [Fact]
    public void A_skipped_update_takes_no_part_in_the_average()
    {
        Recipe recipe = Recipes.Small with { Precision = new Fp16 { InitScale = Math.ScaleB(1, 40) }, Average = new SwaAverage { Start = 1 }, Epochs = null, Steps = 60 };
        using DataSplit data = TrainingData.Prepare(recipe, new DataContext("."));
        using var session = new TrainingSession(recipe, data.Task, TrainingPlan.Of(recipe, data.Training.Count));
        var batches = new Batches(data.Training, 16, recipe.Sampler);
        int skipped = 0;
        foreach (Batch batch in Enumerable.Range(0, 10).SelectMany(epoch => batches.Epoch(epoch, cancellation: TestContext.Current.CancellationToken)))
        {
            if (session.Step(batch).Updated)
            {
                break;
            }

            skipped++;
            Assert.Null(session.Average);
        }

        Assert.True(skipped > 2);
        using DisposeScope scope = NewDisposeScope();
        Assert.All(session.Model.state_dict(), entry => Assert.Equal(entry.Value.bytes.ToArray(), session.Average![entry.Key].bytes.ToArray()));
    }

    [Fact]
    public void The_scale_grows_where_nothing_overflows()
    {
        var scales = new List<double>();
        Recipes.Train(
            Recipes.Small with { Precision = new Fp16 { InitScale = 8, GrowthInterval = 3 }, Epochs = null, Steps = 7 },
            new Watcher { Step = step => scales.Add(step.LossScale!.Value) });

        Assert.Equal([8, 8, 8, 16, 16, 16, 32], scales);
    }

    [Fact]
    public void What_no_smaller_scale_can_mend_is_a_divergence()
    {
        (RunReport report, _) = Recipes.Train(Recipes.Small with
        {
            Precision = new Fp16 { InitScale = 16 },
            Optimizer = new Sgd { Lr = 1e30 },
            Epochs = null,
            Steps = 50,
        });

        Assert.Equal(TrainingStatus.Diverged, report.Status);
        Assert.True(report.Divergence!.Step <= 10, $"{report.Divergence}");
    }

    [Fact]
    public void Scaling_by_powers_of_2_changes_no_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = randn(5, requires_grad: true);
        LossTerms Terms(long samples) => new((weight * arange(5, ScalarType.Float32)).square().sum(), null, samples);
        Terms(7).Sum.backward();
        Terms(3).Sum.backward();
        Tensor expected = weight.grad!.clone();
        weight.grad = null;
        var scaling = new LossScaling(new DynamicLossScale(1024));
        scaling.Backward(Terms(7));
        scaling.Backward(Terms(3));

        Assert.Equal(1024 / 4.0, scaling.Factor);
        Assert.True((weight.grad! / scaling.Factor).equal(expected).all().item<bool>());
    }

    [Fact]
    public void Accumulation_gives_the_gradient_of_the_whole_batch_under_a_scale()
    {
        Recipe whole = Recipes.Small with { Precision = new Fp16(), BatchSize = 32, Optimizer = new Sgd { Lr = 0.1 }, Epochs = null, Steps = 1 };
        double norm = double.NaN, windowed = double.NaN;
        Recipes.Train(whole, new Watcher { Step = step => norm = step.GradientNorm });
        Recipes.Train(whole with { BatchSize = 8, Accumulation = 4 }, new Watcher { Step = step => windowed = step.GradientNorm });

        Assert.Equal(norm, windowed, 0.01 * norm);
    }

    [Fact]
    public void A_custom_model_with_an_lstm_is_refused_in_fp16_on_the_cpu_before_training()
    {
        using DataSplit data = Recipes.Numbered(8);
        Recipe recipe = Recipes.Small with { Model = ModelSpec.Custom("lstm-inside", new { }, _ => nn.Sequential(("first", nn.Linear(2, 3)), ("second", new WithLstm()))), Precision = new Fp16() };
        RecipeException refusal = Assert.Throws<RecipeException>(() => new Trainer(recipe, data));

        Assert.Equal("precision", refusal.Path);
        Assert.Contains("LSTM", refusal.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<T> Members<T>() => typeof(T).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(T))).Select(type => (T)Activator.CreateInstance(type)!);

    private static Recipe Images(ModelSpec model) => Recipes.Small with { Data = new StrokeDigits { Samples = 100 }, Model = model };

    private static Recipe Sequences(RecurrentCell cell) => Recipes.Small with
    {
        Data = new Adding { Samples = 100, Length = 8 },
        Loss = new MseLoss(),
        Model = new RecurrentSpec { Cell = cell, Hidden = 6, Layers = 2, Dropout = 0.2 },
    };

    private static Recipe Read(string yaml) => SpecReader.Read<Recipe>(DocumentReader.Parse($"{SpecWriter.ToYaml(Recipes.Small)}\n{yaml}\n"));

    private sealed class WithLstm : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.LSTM _cell = nn.LSTM(3, 3);

        public WithLstm()
            : base(nameof(WithLstm)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _cell.call(input.unsqueeze(0)).Item1.squeeze(0);
    }
}
