using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Studies;
using Athanor.Tests.Training;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Tests.Studies;

[Collection(AloneInProcess.Name)]
public sealed class StudyCheckTests
{
    private static readonly Recipe Baseline = Recipes.Small with { Data = new Spirals { Samples = 120 }, Split = new SplitSpec { Validation = 0, Test = 0.2 }, Epochs = 1 };

    [Fact]
    public async Task A_variant_that_can_t_be_trained_is_named_before_any_trial()
    {
        AblationStudy study = new AblationStudy("checked", Baseline).Component("warmup", recipe => recipe with { Schedule = new WarmupSchedule() });

        Assert.StartsWith("warmup.schedule.warmup.warmupSteps: 100 updates of warmup are more than", (await Refusal(study)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validation/accuracy", "metrics[0]: baseline does not measure 'validation/accuracy'")]
    [InlineData("test/mae", "metrics[0]: baseline does not measure 'test/mae'")]
    [InlineData("gap/mae", "metrics[0]: baseline does not measure 'train/mae'")]
    [InlineData("ema/test/accuracy", "metrics[0]: baseline does not measure 'ema/test/accuracy'; did you mean 'test/accuracy'?")]
    public async Task A_metric_that_a_variant_would_not_measure_is_refused_before_any_trial(string metric, string message)
    {
        AblationStudy study = new AblationStudy("checked", Baseline).Component("ema", recipe => recipe with { Average = new EmaAverage { Decay = 0.5 } });

        Assert.StartsWith(message, (await Refusal(study, metric)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_of_the_average_may_be_columns()
    {
        AblationStudy study = new AblationStudy("averaged", Baseline with { Average = new EmaAverage { Decay = 0.5 } }).Component("wide", recipe => recipe.WithModel<MlpSpec>(model => model with { Hidden = [16] }));
        StudyResult result = await study.RunAsync(1, ["ema/test/accuracy", "test/accuracy"], new StudyOptions { InProcess = true }, TestContext.Current.CancellationToken);

        Assert.All(result.Plan.Variants, (_, row) => Assert.Contains("ema/test/accuracy", result.TrialsOf(row)[0].Metrics.Keys));
    }

    [Fact]
    public async Task A_warning_is_told_once_where_it_is_every_variant_s_and_else_by_variant()
    {
        var watcher = new Warned();
        Recipe accumulating = Baseline with { Accumulation = 2 };
        AblationStudy study = new AblationStudy("warned", accumulating).Component("batchNorm", recipe => recipe.WithModel<MlpSpec>(model => model with { Normalization = new BatchNorm() }));
        StudyResult result = await study.RunAsync(1, null, new StudyOptions { InProcess = true, Observer = watcher }, TestContext.Current.CancellationToken);

        Assert.Equal("batchNorm.accumulation", Assert.Single(watcher.Warnings).Path);
        Assert.Equal(watcher.Warnings, result.Warnings);
        AblationStudy both = new AblationStudy("warned", accumulating.WithModel<MlpSpec>(model => model with { Normalization = new BatchNorm() }))
            .Component("wide", recipe => recipe.WithModel<MlpSpec>(model => model with { Hidden = [16] }));
        Assert.Equal("accumulation", Assert.Single(StudyForecast.Of(both.Plan(1), new StudyOptions { InProcess = true }).Warnings).Path);
    }

    private static async Task<RecipeException> Refusal(AblationStudy study, params string[] metrics)
    {
        using var store = new MemoryRunStore();
        RecipeException refusal = await Assert.ThrowsAsync<RecipeException>(() =>
            study.RunAsync(1, metrics.Length > 0 ? metrics : null, new StudyOptions { InProcess = true, Store = store }, TestContext.Current.CancellationToken));
        Assert.Empty(store.List(new RunFilter()));
        return refusal;
    }

    private sealed class Warned : ITrialObserver
    {
        public IReadOnlyList<RecipeWarning> Warnings { get; private set; } = [];

        public void OnWarnings(IReadOnlyList<RecipeWarning> warnings) => Warnings = warnings;
    }
}
