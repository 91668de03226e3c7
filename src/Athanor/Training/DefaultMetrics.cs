using Athanor.Data;
using Athanor.Metrics;
using Athanor.Optimization;
using Athanor.Specs;

namespace Athanor.Training;

/// <summary>What is measured beside the loss where the recipe does not say: it follows from the task.</summary>
internal static class DefaultMetrics
{
    /// <summary>The recipe's metrics, refused where the task cannot have them, or the task's usual ones.</summary>
    public static IReadOnlyList<MetricSpec> Of(Recipe recipe, TaskInfo task)
    {
        if (recipe.Metrics is not { } chosen)
        {
            return task.Kind == TaskKind.Regression ? [new MeanAbsoluteError(), new RootMeanSquareError()] : [new Accuracy()];
        }

        var at = RecipePath.Root.Key("metrics");
        for (int i = 0; i < chosen.Count; i++)
        {
            if (!chosen[i].Fits(task))
            {
                throw at.Item(i).Refusal("metric-of-another-task", $"{chosen[i].Key} cannot be measured on a {Words(task.Kind)} task; leave it out");
            }
        }

        MetricSpec[] unlike = [.. chosen.Distinct()];
        for (int i = 1; i < unlike.Length; i++)
        {
            if (unlike[..i].Any(metric => metric.Key == unlike[i].Key))
            {
                throw at.Refusal("same-name", $"two metrics with unlike options are both recorded as '{unlike[i].Key}'; leave one out");
            }
        }

        return unlike;
    }

    /// <summary>Whether more of the metric called <paramref name="name"/> (<c>validation/accuracy</c>) is better.</summary>
    /// <exception cref="RecipeException">The recipe does not measure it; <paramref name="at"/> is named.</exception>
    public static bool HigherIsBetter(string name, Recipe recipe, TaskInfo task, RecipePath at)
    {
        string[] parts = name.Split('/');
        if (parts is [var average, _, _])
        {
            at.Require(recipe.Average is not NoAverage && average == MemberPath.NameOf(recipe.Average), $"the recipe keeps no average '{average}'; write average: {{ ema: {{}} }}, or watch what has no such prefix");
        }

        string key = parts[^1];
        if (key == MetricNames.Loss)
        {
            return false;
        }

        IReadOnlyList<MetricSpec> metrics = Of(recipe, task);
        return metrics.FirstOrDefault(metric => metric.Gives(key))?.HigherIsBetter ?? throw at.Refusal(
            "unknown-metric",
            $"'{name}' is not measured{Suggestion.For(key, metrics.Select(metric => metric.Key))}; measured are loss, {string.Join(", ", metrics.Select(metric => metric.Key))}");
    }

    private static string Words(TaskKind kind) => kind switch
    {
        TaskKind.Regression => "regression",
        TaskKind.Binary => "yes-or-no",
        _ => "classification",
    };
}
