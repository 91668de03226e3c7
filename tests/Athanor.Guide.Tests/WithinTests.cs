using Athanor.Data;
using Athanor.Metrics;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Guide.Tests;

/// <summary>The guide's metrics do what its text promises.</summary>
public sealed class WithinTests
{
    private static readonly TaskInfo Task = new(TaskKind.Regression, [1], 1);

    [Fact]
    public void It_counts_over_batches_masks_and_weights()
    {
        using var scope = NewDisposeScope();
        using MetricAccumulator within = new Within { Tolerance = 0.5 }.Start(Task);
        within.Add(tensor(new[] { 0f, 0f, 0f }).unsqueeze(1), Batch([0.4f, 0.6f, float.NaN], [1, 1, 0]));
        within.Add(tensor(new[] { 0f }), Batch([0.1f], [3]));
        Assert.Equal(0.8, within.Value(), 1e-12);
    }

    [Fact]
    public void It_goes_on_from_a_saved_state_without_a_line_of_its_own()
    {
        using var scope = NewDisposeScope();
        foreach (MetricSpec metric in new MetricSpec[] { new Within(), new WorstError() })
        {
            using MetricAccumulator whole = metric.Start(Task);
            using MetricAccumulator first = metric.Start(Task);
            using MetricAccumulator second = metric.Start(Task);
            whole.Add(tensor(new[] { 1f, 0f }), Batch([0, 0], [1, 1]));
            first.Add(tensor(new[] { 1f, 0f }), Batch([0, 0], [1, 1]));
            SavedState state = first.SaveState();
            second.RestoreState(state);
            whole.Add(tensor(new[] { 0.05f }), Batch([0], [1]));
            second.Add(tensor(new[] { 0.05f }), Batch([0], [1]));
            Assert.Equal(whole.Value(), second.Value());
        }
    }

    [Fact]
    public void A_document_chooses_them_by_name_and_a_training_records_them()
    {
        Recipe recipe = SpecReader.Load<Recipe>(Path.Combine(AppContext.BaseDirectory, "within.yaml"));
        using var trainer = new Trainer(recipe);
        RunReport report = trainer.Run(TestContext.Current.CancellationToken);

        Assert.Equal(TrainingStatus.Completed, report.Status);
        Assert.InRange(report.Metrics["test/within"], report.Metrics["constant/test/within"] + 0.1, 1);
        Assert.True(report.Metrics["test/worst-error"] >= report.Metrics["test/rmse"]);
    }

    [Fact]
    public void What_the_user_gets_wrong_is_refused_in_one_line()
    {
        using var scope = NewDisposeScope();
        using MetricAccumulator within = new Within().Start(Task);
        Assert.Equal(
            "metric within: prediction [2 batch, 3] and target [2 batch] differ",
            Assert.Throws<RecipeException>(() => within.Add(zeros(2, 3), Batch([0, 0], [1, 1]))).Message);
    }

    private static Batch Batch(float[] target, float[] weight) => new(target.Length, new Dictionary<string, Tensor>(StringComparer.Ordinal)
    {
        [BatchFields.Target] = tensor(target),
        [BatchFields.Weight] = tensor(weight),
    });
}
