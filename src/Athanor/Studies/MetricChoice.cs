using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>What a study compares: checked by name before anything is trained, chosen by the task where nobody says.</summary>
internal static class MetricChoice
{
    private static readonly string[] Parts = [MetricNames.Test, MetricNames.Validation, MetricNames.Train];
    private static readonly string[] UsualMetrics = ["accuracy", "mae", "rmse"];

    /// <summary>The metrics as given, refused where no trial of <paramref name="recipe"/> and its <paramref name="variants"/> can have them; null stays null.</summary>
    public static IReadOnlyList<string>? Check(IReadOnlyList<string>? metrics, Recipe recipe, IEnumerable<Recipe> variants)
    {
        if (metrics is null)
        {
            return null;
        }

        var at = RecipePath.Root.Key("metrics");
        at.Require(metrics.Count > 0, "name a metric at least, such as test/accuracy");
        string[] names = [MetricNames.Loss, .. recipe.Metrics?.Select(metric => metric.Key) ?? UsualMetrics];
        string[] averages = [.. variants.Where(variant => variant.Average is not NoAverage).Select(variant => MemberPath.NameOf(variant.Average)).Distinct(StringComparer.Ordinal)];
        string[] known = [.. Parts.Concat(averages.SelectMany(average => Parts.Select(part => MetricNames.Of(average, part)))).SelectMany(part => names.Select(name => MetricNames.Of(part, name)))];
        for (int i = 0; i < metrics.Count; i++)
        {
            string name = GapMetric.Is(metrics[i]) ? GapMetric.On(MetricNames.Test, metrics[i]) : metrics[i];
            if (!known.Contains(name, StringComparer.Ordinal) && !IsDetail(name, recipe))
            {
                throw at.Item(i).Refusal("unknown-metric", $"no metric '{metrics[i]}'{Suggestion.For(metrics[i], known)}; the recipe gives {string.Join(", ", known)}");
            }
        }

        return metrics;
    }

    /// <summary>What to compare where nobody said: the first metric beside the loss, then the loss, on the test part (or validation, without one).</summary>
    public static IReadOnlyList<string> ByTask(IEnumerable<string> measured)
    {
        string[] names = [.. measured];
        string part = Parts.First(part => part == MetricNames.Train || names.Any(name => name.StartsWith(part + "/", StringComparison.Ordinal)));
        string loss = MetricNames.Of(part, MetricNames.Loss);
        string? first = names.Where(name => name.StartsWith(part + "/", StringComparison.Ordinal) && name != loss).Order(StringComparer.Ordinal).FirstOrDefault();
        return first is null ? [loss] : [first, loss];
    }

    /// <summary>Refuses a metric that <paramref name="variant"/> would not measure: of another task, of a part that the split leaves empty, or of an average that it does not keep.</summary>
    /// <remarks>A gap is made later of what training and test part measure, so those two are asked for.</remarks>
    public static void RefuseUnmeasured(IReadOnlyList<string> metrics, IReadOnlyList<string> measured, string variant)
    {
        for (int i = 0; i < metrics.Count; i++)
        {
            if (MadeOf(metrics[i]).FirstOrDefault(name => !measured.Contains(name, StringComparer.Ordinal)) is { } missing)
            {
                throw RecipePath.Root.Key("metrics").Item(i).Refusal(
                    "unknown-metric",
                    $"{variant} does not measure '{missing}'{Suggestion.For(missing, measured)}; it measures {string.Join(", ", measured)}");
            }
        }
    }

    /// <summary>Refuses a metric that the trials turned out not to have: of another task, or of a part that the split leaves empty.</summary>
    public static void RefuseUnmeasured(IReadOnlyList<string> metrics, IEnumerable<TrialResult> trials)
    {
        foreach (TrialResult trial in trials.Where(trial => trial.Status == RunStatus.Completed))
        {
            for (int i = 0; i < metrics.Count; i++)
            {
                if (!trial.Metrics.ContainsKey(metrics[i]))
                {
                    throw RecipePath.Root.Key("metrics").Item(i).Refusal(
                        "unknown-metric",
                        $"no trial measures '{metrics[i]}'{Suggestion.For(metrics[i], trial.Metrics.Keys)}; measured are {string.Join(", ", trial.Metrics.Keys)}");
                }
            }
        }
    }

    /// <summary>Whether more is better.</summary>
    public static bool HigherIsBetter(string metric, Recipe recipe)
    {
        if (GapMetric.Is(metric))
        {
            return false;
        }

        // What stands before the key may have slashes of its own, as may the key: constant/test/f1/3.
        string[] keys = [.. Enumerable.Range(0, metric.Length).Where(i => metric[i] == '/').Select(i => metric[(i + 1)..])];
        return recipe.Metrics is { } chosen
            ? chosen.FirstOrDefault(candidate => keys.Any(candidate.Gives))?.HigherIsBetter ?? false
            : keys.Contains("accuracy", StringComparer.Ordinal);
    }

    /// <summary>What has to be measured for the metric: itself, or a gap's two sides.</summary>
    private static string[] MadeOf(string metric) =>
        GapMetric.Is(metric) ? [GapMetric.On(MetricNames.Train, metric), GapMetric.On(MetricNames.Test, metric)] : [metric];

    /// <summary>Whether it is one of the values by name that a metric of the recipe has beside its own, such as <c>test/f1/3</c>.</summary>
    private static bool IsDetail(string metric, Recipe recipe) =>
        Parts.Any(part => metric.StartsWith(part + "/", StringComparison.Ordinal)
            && recipe.Metrics?.Any(candidate => candidate.Gives(metric[(part.Length + 1)..])) == true);
}
