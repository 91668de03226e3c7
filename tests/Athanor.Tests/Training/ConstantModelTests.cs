using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class ConstantModelTests
{
    [Fact]
    public void The_best_constant_for_classes_reaches_the_entropy_of_the_labels()
    {
        // 6, 3 and 1 of 10 samples.
        IReadOnlyDictionary<string, double> metrics = Measure(
            TaskKind.MultiClass, 3, new CrossEntropy(), tensor(new long[] { 0, 0, 0, 0, 0, 0, 1, 1, 1, 2 }));

        Assert.Equal(-((0.6 * Math.Log(0.6)) + (0.3 * Math.Log(0.3)) + (0.1 * Math.Log(0.1))), metrics["constant/test/loss"], 1e-6);
        Assert.Equal(0.6, metrics["constant/test/accuracy"], 1e-12);
    }

    [Fact]
    public void The_best_constant_for_yes_or_no_reaches_their_entropy()
    {
        IReadOnlyDictionary<string, double> metrics = Measure(
            TaskKind.Binary, 1, new BceWithLogits(), tensor(new float[] { 1, 0, 0, 0 }).unsqueeze(1));

        Assert.Equal(-((0.25 * Math.Log(0.25)) + (0.75 * Math.Log(0.75))), metrics["constant/test/loss"], 1e-6);
        Assert.Equal(0.75, metrics["constant/test/accuracy"], 1e-12);
    }

    [Fact]
    public void The_best_constant_for_values_reaches_their_variance()
    {
        IReadOnlyDictionary<string, double> metrics = Measure(
            TaskKind.Regression, 1, new MseLoss(), tensor(new float[] { 1, 2, 3, 4 }).unsqueeze(1));

        Assert.Equal(1.25, metrics["constant/test/loss"], 1e-6);
        Assert.Equal(Math.Sqrt(1.25), metrics["constant/test/rmse"], 1e-6);
        Assert.Equal(1, metrics["constant/test/mae"], 1e-6);
    }

    private static IReadOnlyDictionary<string, double> Measure(TaskKind kind, int outputs, LossSpec loss, Tensor targets)
    {
        using (targets)
        {
            using DisposeScope scope = NewDisposeScope();
            TensorDataset Part() => new(randn(targets.shape[0], 2), targets.clone());
            using var data = new DataSplit(new TaskInfo(kind, [2], outputs), Part()) { Test = Part() };
            using var trainer = new Trainer(Recipes.Small with { Loss = loss, Model = new MlpSpec { Hidden = [4] }, Epochs = 1 }, data);
            return trainer.Run(TestContext.Current.CancellationToken).Metrics;
        }
    }
}
