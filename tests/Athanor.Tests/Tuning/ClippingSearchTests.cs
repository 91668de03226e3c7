using Athanor.Data.Tasks;
using Athanor.Initialization;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Tests.Training;
using Athanor.Training;
using Athanor.Tuning;

namespace Athanor.Tests.Tuning;

[Collection(AloneInProcess.Name)]
public sealed class ClippingSearchTests
{
    /// <summary>Diverges within some updates without clipping.</summary>
    private static readonly Recipe Explosive = Recipes.Small with
    {
        Data = new StrokeDigits { Samples = 200 },
        Model = new MlpSpec { Hidden = [32, 32, 32, 32, 32, 32], Initialization = new Normal { Std = 0.5 } },
        Optimizer = new Sgd { Lr = 0.1 },
        Epochs = 2,
    };

    private static readonly Recipe Healthy = Recipes.Small with { Optimizer = new Adam { Lr = 0.01 }, Epochs = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_explodes_gets_a_threshold_with_which_every_seed_trains_and_both_ends_are_shown()
    {
        ClippingSearchResult result = await new ClippingSearch("explosive", Explosive).RunAsync(new ClippingSearchOptions { Seeds = 2 }, Cancellation);

        Assert.True(result.Unclipped.Diverged);
        Assert.NotEmpty(result.Unclipped.Norms);
        Assert.All(result.Unclipped.Norms, norm => Assert.True(double.IsFinite(norm)));
        Assert.NotNull(result.Recommended!.MaxNorm);
        Assert.Equal(2, result.Recommended.Trained);
        Assert.Equal(ClippingVerdict.Diverges, result.Candidates[^1].Verdict);
        Assert.Null(result.Candidates[^1].MaxNorm);
        Assert.Equal(result.Candidates.OrderBy(candidate => candidate.MaxNorm ?? double.PositiveInfinity), result.Candidates);
        Assert.Equal(result.Candidates.Count * 2, result.Trained + result.Reused + result.Failed);
    }

    [Fact]
    public async Task The_same_search_again_takes_its_trials_from_the_store_and_comes_to_the_same()
    {
        using var store = new MemoryRunStore();
        var options = new ClippingSearchOptions { Seeds = 2, Store = store };

        ClippingSearchResult first = await new ClippingSearch("again", Healthy).RunAsync(options, Cancellation);
        ClippingSearchResult second = await new ClippingSearch("again", Healthy).RunAsync(options, Cancellation);

        Assert.Equal(0, first.Reused);
        Assert.Equal(0, second.Trained);
        Assert.Equal(first.Candidates, second.Candidates);
        Assert.Equal(first.Reason, second.Reason);
        Assert.Equal(first.Unclipped.Norms, second.Unclipped.Norms);
        Assert.NotEmpty(store.Metric(first.Unclipped.Run, "step/gradient-norm"));
    }

    [Fact]
    public async Task The_recipe_s_own_clipping_and_seed_do_not_matter()
    {
        var options = new ClippingSearchOptions { Seeds = 1, Steps = 10 };
        ClippingSearchResult plain = await new ClippingSearch("plain", Healthy).RunAsync(options, Cancellation);
        ClippingSearchResult clipped = await new ClippingSearch("plain", Healthy with { Seed = 7, Clipping = new AutoClip() }).RunAsync(options, Cancellation);
        Assert.Equal(plain.Candidates, clipped.Candidates);
        Assert.Equal(10, plain.Steps);
    }

    [Fact]
    public async Task A_budget_shortens_the_trials_and_one_that_is_too_small_is_refused_with_the_time_that_would_do()
    {
        Recipe endless = Healthy with { Epochs = null, Steps = 10_000_000 };
        ClippingSearchResult result = await new ClippingSearch("budget", endless).RunAsync(new ClippingSearchOptions { Seeds = 1, Budget = TimeSpan.FromSeconds(3) }, Cancellation);
        Assert.InRange(result.Steps, 20, 9_999_999);

        RecipeException refused = await Assert.ThrowsAsync<RecipeException>(() =>
            new ClippingSearch("budget", endless).RunAsync(new ClippingSearchOptions { Seeds = 1, Budget = TimeSpan.FromTicks(1) }, Cancellation));
        Assert.Equal("budget", refused.Path);
        Assert.Contains("give about", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test/loss", "test part")]
    [InlineData("validation/lost", "validation/loss")]
    public async Task A_metric_of_the_test_part_and_one_that_is_not_measured_are_refused(string metric, string says)
    {
        RecipeException refused = await Assert.ThrowsAsync<RecipeException>(() =>
            new ClippingSearch("metric", Healthy).RunAsync(new ClippingSearchOptions { Metric = metric }, Cancellation));
        Assert.Equal("metric", refused.Path);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused_at_their_place()
    {
        foreach ((ClippingSearchOptions options, string path) in new (ClippingSearchOptions, string)[]
                 {
                     (new() { Seeds = 0 }, "seeds"), (new() { Steps = 0 }, "steps"), (new() { Budget = TimeSpan.Zero }, "budget"), (new() { Steps = 5, Budget = TimeSpan.FromSeconds(5) }, "budget"),
                 })
        {
            Assert.Equal(path, (await Assert.ThrowsAsync<RecipeException>(() => new ClippingSearch("options", Healthy).RunAsync(options, Cancellation))).Path);
        }
    }
}
