namespace Athanor.Tests.Golden;

/// <summary>Kinds of reference values that an issue yet to come builds; they make no test until then.</summary>
internal static class LaterKinds
{
    private const string Catalogues = "The catalogues: losses, activations, normalization, metrics, logits";
    private const string Clinic = "The clinic: see why training fails, and repair it";
    private const string Forecasting = "Forecasting on the M4 competition, generative models, data at scale: the catalogue proved on real benchmarks";

    private static readonly Dictionary<(string Folder, string Kind), string> Issues = new()
    {
        [("stats", "noise-scale-two-batch")] = Clinic,
        [("stats", "noise-scale-per-example")] = Clinic,
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
        [("functions", "smooth-l1")] = Catalogues,
        [("functions", "log-cosh")] = Catalogues,
        [("functions", "quantile")] = Catalogues,
        [("functions", "msle")] = Catalogues,
        [("functions", "poisson-nll")] = Catalogues,
        [("functions", "gaussian-nll")] = Catalogues,
        [("functions", "tweedie")] = Catalogues,
        [("functions", "nll")] = Catalogues,
        [("functions", "focal")] = Catalogues,
        [("functions", "hinge")] = Catalogues,
        [("functions", "squared-hinge")] = Catalogues,
        [("functions", "multi-margin")] = Catalogues,
        [("functions", "kl-divergence")] = Catalogues,
        [("functions", "dice")] = Catalogues,
        [("functions", "tversky")] = Catalogues,
        [("functions", "triplet")] = Catalogues,
        [("functions", "contrastive")] = Catalogues,
        [("functions", "info-nce")] = Catalogues,
        [("functions", "vae-elbo")] = Catalogues,
        [("functions", "gan-non-saturating")] = Catalogues,
        [("functions", "gan-least-squares")] = Catalogues,
        [("functions", "gan-hinge")] = Catalogues,
        [("functions", "gan-wasserstein")] = Catalogues,
        [("functions", "gan-gradient-penalty")] = Catalogues,
        [("functions", "diffusion")] = Catalogues,
        [("functions", "mape")] = Catalogues,
        [("functions", "smape")] = Catalogues,
        [("functions", "mase")] = Catalogues,
    };

    public static bool Contains(string folder, string kind) => Issues.ContainsKey((folder, kind));
}
