using Athanor.Activations;
using Athanor.Data.Tasks;
using Athanor.Diagnosis;
using Athanor.Diagnosis.Symptoms;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Tests.Training;
using Athanor.Training;
using TorchSharp;

namespace Athanor.Tests.Clinic;

[Collection(AloneInProcess.Name)]
public sealed class GradientHealthTests
{
    private static readonly Recipe Deep = new()
    {
        Data = new StrokeDigits { Samples = 600 },
        Model = new MlpSpec { Hidden = [.. Enumerable.Repeat(32, 16)], Activation = new Sigmoid() },
        Loss = new CrossEntropy(),
        Optimizer = new AdamW { Lr = 0.002, Eps = 1e-6 },
        Epochs = 3,
    };

    public static TheoryData<string> Models => ["mlp", "mlp-bf16", "convnet", "resnet", "lstm", "gru", "rnn", "ragged"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Watching_every_step_changes_no_bit_of_what_training_comes_to(string model)
    {
        Recipe recipe = Of(model);
        (RunReport plain, byte[] weights) = Recipes.Train(recipe);
        using var health = new GradientHealth(gradientsEvery: 1, looksEvery: 1);

        (RunReport watched, byte[] same) = Recipes.Train(recipe, health);

        Assert.Equal(weights, same);
        Assert.Equal(plain.Metrics, watched.Metrics);
        Assert.NotEmpty(health.Seen!.Looks);
    }

    [Fact]
    public void Watching_leaves_no_tensor_behind()
    {
        Recipe recipe = Of("mlp");
        Recipes.Train(recipe);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var health = new GradientHealth(1, 1))
        {
            Recipes.Train(recipe, health);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_layers_that_a_vanishing_gradient_does_not_reach_are_named_from_the_first_on()
    {
        using var health = new GradientHealth(1, 8);
        Recipes.Train(Deep, health);

        Finding finding = Assert.Single(health.Findings, each => each.Symptom == "vanishing-gradient");
        Assert.Equal(1, finding.SinceStep);
        Assert.InRange(finding.Layers.Count, 8, 15);
        Assert.Equal(Enumerable.Range(0, finding.Layers.Count).Select(i => $"hidden.{i}"), finding.Layers);
        Assert.True(finding.Severity > 0.9);
    }

    [Fact]
    public void The_same_net_with_shortcuts_has_no_such_finding()
    {
        using var health = new GradientHealth(1, 8);
        Recipes.Train(Deep.WithModel<MlpSpec>(mlp => mlp with { Residual = true }), health);

        Assert.DoesNotContain(health.Findings, each => each.Symptom == "vanishing-gradient");
    }

    [Fact]
    public void Layers_stand_in_the_order_in_which_they_run()
    {
        using var health = new GradientHealth(1, 1);
        Recipes.Train(Of("resnet"), health);

        string[] layers = [.. health.Seen!.Layers.Select(layer => layer.Name)];
        Assert.Equal("stem", layers[0]);
        Assert.Equal("output", layers[^1]);
        Assert.Equal(["blocks.0.first", "blocks.0.second"], layers[1..3]);
        Assert.All(health.Seen.Looks, look => Assert.All(look.Layers, layer => Assert.Equal(long.IsPow2(look.Step), layer.OutputGradient > 0)));
    }

    [Fact]
    public void The_gradient_of_each_state_is_that_of_the_formula()
    {
        // A linear chain in all but name: tanh near 0 passes the gradient on as it is, so each step multiplies it by the recurrent weights.
        using var health = new GradientHealth(1, 1);
        Recipes.Train(Of("rnn"), health);

        double[] norms = health.Seen!.Times[0].Norms;
        Assert.Equal(12, norms.Length);
        Assert.All(norms, norm => Assert.True(norm > 0));
        Assert.True(norms[0] < norms[^1]);
    }

    [Fact]
    public void Behind_some_updates_a_plain_recurrent_net_s_gradient_shrinks_faster_over_time_than_gated_ones_do()
    {
        // At the start all three lose a fifth of a power of ten a step; what gates are for, they learn.
        Assert.True(PowersLostAStep(RecurrentCell.Rnn, 10) > PowersLostAStep(RecurrentCell.Lstm, 10));
        Assert.True(PowersLostAStep(RecurrentCell.Rnn, 50) > 3 * PowersLostAStep(RecurrentCell.Gru, 50));
    }

    [Fact]
    public void One_watches_one_training()
    {
        using var health = new GradientHealth();
        Recipes.Train(Recipes.Small, health);

        Assert.Throws<InvalidOperationException>(() => Recipes.Train(Recipes.Small, health));
    }

    private static double PowersLostAStep(RecurrentCell cell, int length)
    {
        using var health = new GradientHealth(100, 100, 200);
        Recipes.Train(
            Recipes.Small with
            {
                Data = new Adding { Samples = 2000, Length = length },
                Model = new RecurrentSpec { Cell = cell },
                Loss = new MseLoss(),
                Optimizer = new Adam { Lr = 0.01 },
                BatchSize = 64,
                Epochs = null,
                Steps = 200,
                Validation = new ValidationSpec { EveryEpochs = 1000 },
            },
            health);
        return DepthProfile.Decay(health.Seen!.Times[^1].Norms) / (length - 1);
    }

    private static Recipe Of(string model) => model switch
    {
        "mlp" => Recipes.Small with { Model = new MlpSpec { Hidden = [16, 16], Normalization = new BatchNorm(), Dropout = 0.3 }, DropLast = true },
        "mlp-bf16" => Of("mlp") with { Precision = new Bf16() },
        "convnet" => Images(new ConvNetSpec { Channels = [4, 8], Head = [16] }),
        "resnet" => Images(new ResNetSpec { Widths = [4, 8], Blocks = 1 }),
        "ragged" => Sequences(RecurrentCell.Lstm, ragged: true),
        _ => Sequences(Enum.Parse<RecurrentCell>(model, ignoreCase: true), ragged: false),
    };

    private static Recipe Images(ModelSpec model) => Recipes.Small with { Data = new StrokeDigits { Samples = 120 }, Model = model, Epochs = 1 };

    private static Recipe Sequences(RecurrentCell cell, bool ragged) => Recipes.Small with
    {
        Data = new Adding { Samples = 80, Length = 12, Ragged = ragged },
        Model = new RecurrentSpec { Cell = cell, Hidden = 8, Layers = 2, Dropout = 0.2 },
        Loss = new MseLoss(),
        Epochs = 1,
    };

    [Fact]
    public void A_finding_stops_a_hopeless_training_early_where_that_is_asked_for()
    {
        using var health = new GradientHealth(1, 2) { StopOn = ["vanishing-gradient"] };

        (RunReport report, _) = Recipes.Train(Deep, health);

        Assert.Equal(TrainingStatus.Stopped, report.Status);
        Assert.Contains("vanishing-gradient", report.Reason, StringComparison.Ordinal);
        Assert.InRange(report.Steps, 1, 25);
    }

    [Fact]
    public void What_is_not_asked_for_stops_nothing_and_an_unknown_finding_is_refused()
    {
        using var health = new GradientHealth(1, 2) { StopOn = ["dead-relu"] };

        Assert.Equal(TrainingStatus.Completed, Recipes.Train(Deep, health).Report.Status);
        Assert.Contains("dead-relu", Assert.Throws<ArgumentException>(() => new GradientHealth { StopOn = ["dead"] }).Message, StringComparison.Ordinal);
    }
}
