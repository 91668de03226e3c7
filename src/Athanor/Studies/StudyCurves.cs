using Athanor.Evaluation;
using Athanor.Recording;
using Athanor.Training;

namespace Athanor.Studies;

/// <summary>A variant's learning curves, averaged over its seeds.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Curves">By metric: the mean over seeds and its interval at each step that every seed has.</param>
internal sealed record VariantCurves(StudyVariant Variant, IReadOnlyDictionary<string, IReadOnlyList<CurvePoint>> Curves);

/// <summary>A point of an averaged curve.</summary>
internal sealed record CurvePoint(long Step, double Mean, double Low, double High);

/// <summary>Reads the learning curves of a study's trials back from the store.</summary>
internal static class StudyCurves
{
    public static IReadOnlyList<VariantCurves> Read(IRunStore store, StudyResult result)
    {
        string[] keys = [.. result.Metrics.Select(CurveOf).Distinct(StringComparer.Ordinal)];
        return
        [
            .. result.Plan.Variants.Select((variant, row) => new VariantCurves(
                variant,
                keys.ToDictionary(
                    key => key,
                    IReadOnlyList<CurvePoint> (key) => Average([.. result.TrialsOf(row).Where(trial => trial.Run.Length > 0).Select(trial => store.Metric(trial.Run, key))], result.Plan.Confidence),
                    StringComparer.Ordinal))),
        ];
    }

    /// <summary>The curve that shows how a metric came about: the test part is measured only at the end, so its course is validation's.</summary>
    internal static string CurveOf(string metric) =>
        MetricNames.Of(MetricNames.Validation, metric[(metric.LastIndexOf('/') + 1)..]);

    private static List<CurvePoint> Average(IReadOnlyList<MetricPoint>[] curves, double confidence)
    {
        IReadOnlyList<MetricPoint>[] present = [.. curves.Where(curve => curve.Count > 0)];
        if (present.Length == 0)
        {
            return [];
        }

        var points = new List<CurvePoint>();
        foreach (IGrouping<long, MetricPoint> step in present.SelectMany(curve => curve).GroupBy(point => point.Step).OrderBy(group => group.Key))
        {
            double[] values = [.. step.Select(point => point.Value).Where(double.IsFinite)];
            if (values.Length == present.Length)
            {
                MeanInterval mean = MeanInterval.Of(values, confidence);
                points.Add(new CurvePoint(step.Key, mean.Mean, mean.Low, mean.High));
            }
        }

        return points;
    }
}
