using Athanor.Losses;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The errors of forecasts that sMAPE, MASE and OWA average.</summary>
internal static class ForecastErrors
{
    /// <summary>The batch's field with each series' past, [series, past]; shorter series are filled up with NaN at either end.</summary>
    public const string Insample = "insample";

    /// <summary>The batch's field with the naive forecasts, of the target's shape.</summary>
    public const string Naive = "naive";

    /// <summary>200 · |F − A| / (|F| + |A|).</summary>
    public static Tensor Symmetric(Tensor forecast, Tensor actual) => ValuePairs.Quotient(200 * (forecast - actual).abs(), forecast.abs() + actual.abs());

    /// <summary>|F − A| in units of each series' own mean seasonal naive error, 0 where that is 0.</summary>
    public static Tensor Scaled(Tensor forecast, Tensor actual, Tensor scale)
    {
        while (scale.dim() < actual.dim())
        {
            scale = scale.unsqueeze(-1);
        }

        return ValuePairs.Quotient((forecast - actual).abs(), scale.expand(actual.shape));
    }

    /// <summary>Each series' mean |x[k] − x[k − frequency]| over its past, [series].</summary>
    public static Tensor Scale(in MetricInput x, int frequency, string metric)
    {
        Tensor past = x[Insample].to_type(ScalarType.Float64);
        if (past.dim() != 2 || past.shape[0] != x.Target.shape[0])
        {
            throw new RecipeException("shape", "", $"metric {metric}: insample {Places.Describe(past)} is not [series, past] of target {Places.Describe(x.Target)}");
        }

        long steps = past.shape[1] - frequency;
        Tensor changes = steps > 0 ? (past.narrow(1, frequency, steps) - past.narrow(1, 0, steps)).abs() : past.narrow(1, 0, 0);
        Tensor there = changes.isnan().logical_not();
        Tensor counts = there.sum(1);
        if (past.shape[0] > 0 && counts.min().item<long>() == 0)
        {
            long row = counts.argmin().item<long>();
            long length = past[row].isnan().logical_not().sum().item<long>();
            throw new RecipeException("out-of-range", "", $"metric {metric}: frequency {frequency} needs a past longer than that; that of series {row} in the batch has {length} values");
        }

        return where(there, changes, zeros_like(changes)).sum(1) / counts;
    }
}
