namespace Athanor.Tests.Golden;

/// <summary>Kinds of reference values that an issue yet to come builds; they make no test until then.</summary>
internal static class LaterKinds
{
    private const string Forecasting = "Forecasting on the M4 competition, generative models, data at scale: the catalogue proved on real benchmarks";

    private static readonly Dictionary<(string Folder, string Kind), string> Issues = new()
    {
        [("stats", "mmd-rbf")] = Forecasting,
        [("stats", "mmd-permutation")] = Forecasting,
        [("stats", "energy-distance")] = Forecasting,
        [("stats", "wasserstein-1")] = Forecasting,
        [("stats", "population-stability-index")] = Forecasting,
        [("stats", "seasonality-test")] = Forecasting,
        [("stats", "seasonal-decomposition")] = Forecasting,
        [("stats", "naive2")] = Forecasting,
        [("stats", "seasonal-naive")] = Forecasting,
        [("stats", "simple-exponential-smoothing")] = Forecasting,
        [("stats", "theta")] = Forecasting,
        [("stats", "forecast-accuracy")] = Forecasting,
        [("stats", "owa")] = Forecasting,
    };

    public static bool Contains(string folder, string kind) => Issues.ContainsKey((folder, kind));
}
