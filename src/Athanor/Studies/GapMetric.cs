using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary><c>gap/x</c>: by how much x is worse on the test part than on the training part, made of the two where a study asks for it.</summary>
/// <remarks>train − test where more is better, test − train where less is; above 0 the model has learned what does not carry over.</remarks>
internal static class GapMetric
{
    private const string Prefix = "gap/";

    /// <summary>Whether <paramref name="metric"/> is a gap.</summary>
    public static bool Is(string metric) => metric.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The metric's name on <paramref name="part"/>.</summary>
    public static string On(string part, string metric) => MetricNames.Of(part, metric[Prefix.Length..]);

    /// <summary>The trial with the gaps among <paramref name="metrics"/> beside its own metrics; one that lacks either part stays without.</summary>
    public static TrialResult With(TrialResult trial, IReadOnlyList<string>? metrics, Func<string, bool> higherIsBetter)
    {
        if (metrics?.Any(Is) != true)
        {
            return trial;
        }

        var all = new SortedDictionary<string, double>(trial.Metrics.ToDictionary(), StringComparer.Ordinal);
        foreach (string metric in metrics.Where(Is))
        {
            if (all.TryGetValue(On(MetricNames.Train, metric), out double train) && all.TryGetValue(On(MetricNames.Test, metric), out double test))
            {
                all[metric] = higherIsBetter(On(MetricNames.Test, metric)) ? train - test : test - train;
            }
        }

        return trial with { Metrics = all };
    }
}
