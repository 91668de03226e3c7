using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Tests.Data;
using Athanor.Training;

namespace Athanor.Tests.Training;

/// <summary>That training learns: short runs whose outcome is known from elsewhere. The full figures stand in <c>docs/results.md</c>.</summary>
[Collection(AloneInProcess.Name)]
public sealed class LearningTests
{
    private static readonly Recipe Digits = new()
    {
        Data = RealData.Digits,
        Model = new MlpSpec { Hidden = [64] },
        Loss = new CrossEntropy(),
        Optimizer = new AdamW { Lr = 3e-3 },
        BatchSize = 64,
        Epochs = 5,
    };

    private static readonly Recipe Adding = new()
    {
        Data = new Adding { Length = 20, Samples = 2000 },
        Model = new RecurrentSpec { Hidden = 32 },
        Loss = new MseLoss(),
        Optimizer = new Adam { Lr = 0.01 },
        Clipping = new ClipByNorm { MaxNorm = 1 },
        BatchSize = 64,
        Steps = 1000,
        Validation = new ValidationSpec { EverySteps = 20 },
        EarlyStopping = new EarlyStoppingSpec { Target = 0.006 },
    };

    [Fact]
    public void An_mlp_reads_the_digits_after_five_epochs()
    {
        RunReport report = Train(Digits);

        Assert.InRange(report.Metrics["test/accuracy"], 0.9, 1);
        Assert.InRange(report.Metrics["constant/test/accuracy"], 0.09, 0.11);
    }

    [Fact]
    public void A_residual_network_reads_the_digits_after_five_epochs()
    {
        RunReport report = Train(Digits with { Model = new ResNetSpec(), Schedule = new OneCycleSchedule() });

        Assert.InRange(report.Metrics["test/accuracy"], 0.93, 1);
    }

    [Fact]
    public void A_residual_network_learns_one_batch_by_heart()
    {
        RunReport report = Train(Digits with
        {
            Data = new StrokeDigits { Samples = 32, Difficulty = 1 },
            Split = new SplitSpec { Validation = 0, Test = 0 },
            Model = new ResNetSpec { Widths = [8, 16], StemStride = 1 },
            Optimizer = new AdamW { Lr = 0.01 },
            BatchSize = BatchSize.Full,
            Epochs = 120,
        });

        Assert.Equal(1, report.Metrics["train/accuracy"]);
        Assert.InRange(report.Metrics["train/loss"], 0, 0.05);
    }

    [Theory]
    [InlineData(RecurrentCell.Lstm)]
    [InlineData(RecurrentCell.Gru)]
    public void Gates_learn_to_add_over_twenty_steps_and_stop_at_the_target(RecurrentCell cell)
    {
        RunReport report = Train(Adding.WithModel<RecurrentSpec>(m => m with { Cell = cell }));

        Assert.InRange(report.Metrics["test/loss"], 0, 0.01);
        Assert.InRange(report.Steps, 40, 980);
        Assert.Contains("target", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_constant_answer_to_a_sum_has_an_error_of_a_sixth() =>
        Assert.InRange(Train(Adding with { Steps = 1, EarlyStopping = null }).Metrics["constant/test/loss"], 0.14, 0.19);

    [Fact]
    [Trait("Category", "Slow")]
    public void A_residual_network_reads_mnist()
    {
        RunReport report = Train(Digits with
        {
            Data = RealData.Mnist,
            Split = new SplitSpec { Validation = 0 },
            Model = new ResNetSpec(),
            Schedule = new OneCycleSchedule(),
            Epochs = 4,
        });

        Assert.InRange(report.Metrics["test/accuracy"], 0.98, 1);
    }

    private static RunReport Train(Recipe recipe)
    {
        RealData.Present(recipe.Data);
        using var trainer = new Trainer(recipe);
        return trainer.Run(TestContext.Current.CancellationToken);
    }
}
