using System.Text.Json;
using Athanor.Diagnosis;
using Athanor.Evaluation;
using Athanor.Specs;
using Athanor.Studies;
using TorchSharp;

namespace Athanor.Tests.Golden;

/// <summary>golden/stats: SciPy 1.17, statsmodels 0.15, rliable 1.2 and full enumeration.</summary>
[Trait("Category", "Golden")]
public sealed class StatsGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("stats");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Statistics_agree_with_the_reference_values(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        object actual = TestsOf(golden) ?? IntervalsOf(golden) ?? AggregatesOf(golden) ?? StudiesOf(golden) ?? NoiseScaleOf(golden) ?? throw golden.UnknownKind();
        GoldenAssert.Agrees(golden, actual, GoldenTolerance.Stats);
    }

    private static object? TestsOf(GoldenCase golden)
    {
        JsonElement data = golden.Data;
        JsonElement options = golden.Options;
        switch (golden.Kind)
        {
            case "sign-flip":
                SignFlipTest flip = options.Text("method") switch
                {
                    "exact" => SignFlipTest.Exact(data.Numbers("differences")),
                    "sampled" => SignFlipTest.Sampled(data.Numbers("differences"), data.IntMatrix("signs")),
                    _ => throw golden.UnknownKind(),
                };
                return new { meanDifference = flip.MeanDifference, assignments = flip.Assignments, extreme = flip.Extreme, p = flip.P };
            case "permutation-unpaired":
                PermutationTest permutation = PermutationTest.Exact(data.Numbers("a"), data.Numbers("b"));
                return new { difference = permutation.Difference, splits = permutation.Splits, extreme = permutation.Extreme, p = permutation.P };
            case "wilcoxon-signed-rank":
                ZeroDifferences zeros = Enum.Parse<ZeroDifferences>(options.Text("zeroMethod"), ignoreCase: true);
                WilcoxonTest wilcoxon = options.Text("method") switch
                {
                    "exact" => WilcoxonTest.Exact(data.Numbers("differences"), zeros),
                    "asymptotic" => WilcoxonTest.Asymptotic(data.Numbers("differences"), zeros, options.Flag("continuity")),
                    _ => throw golden.UnknownKind(),
                };
                return new
                {
                    nonZero = wilcoxon.NonZero,
                    wPlus = wilcoxon.RankSumPositive,
                    wMinus = wilcoxon.RankSumNegative,
                    statistic = wilcoxon.Statistic,
                    z = wilcoxon.Z,
                    p = wilcoxon.P,
                };
            case "mann-whitney":
                MannWhitneyTest mannWhitney = options.Text("method") switch
                {
                    "exact" => MannWhitneyTest.Exact(data.Numbers("a"), data.Numbers("b")),
                    "asymptotic" => MannWhitneyTest.Asymptotic(data.Numbers("a"), data.Numbers("b"), options.Flag("continuity")),
                    _ => throw golden.UnknownKind(),
                };
                return new { uA = mannWhitney.UA, uB = mannWhitney.UB, z = mannWhitney.Z, p = mannWhitney.P };
            case "paired-t":
                return TOf(TTest.Paired(data.Numbers("a"), data.Numbers("b")));
            case "welch-t":
                return TOf(TTest.Welch(data.Numbers("a"), data.Numbers("b")));
            case "friedman":
                FriedmanTest friedman = FriedmanTest.Of(data.Matrix("scores"));
                return new { chi2 = friedman.ChiSquared, df = friedman.DegreesOfFreedom, p = friedman.P, averageRanks = friedman.AverageRanks };
            case "nemenyi-critical-difference":
                NemenyiTest nemenyi = NemenyiTest.Of(data.Int("treatments"), data.Int("blocks"), options.Number("alpha"));
                return new { q = nemenyi.Q, criticalDifference = nemenyi.CriticalDifference };
            case "kolmogorov-smirnov":
                KolmogorovSmirnovTest ks = KolmogorovSmirnovTest.Exact(data.Numbers("a"), data.Numbers("b"));
                return new { statistic = ks.Statistic, p = ks.P };
            case "mann-kendall":
                MannKendallTest trend = MannKendallTest.Of(data.Numbers("values"));
                return new { s = trend.S, variance = trend.Variance, z = trend.Z, p = trend.P, senSlope = trend.SenSlope };
            case "holm":
                return new { adjusted = MultipleComparisons.Holm(data.Numbers("p")) };
            case "benjamini-hochberg":
                return new { adjusted = MultipleComparisons.BenjaminiHochberg(data.Numbers("p")) };
            case "bonferroni":
                return new { adjusted = MultipleComparisons.Bonferroni(data.Numbers("p")) };
            default:
                return null;
        }
    }

    private static object? IntervalsOf(GoldenCase golden)
    {
        JsonElement data = golden.Data;
        JsonElement options = golden.Options;
        switch (golden.Kind)
        {
            case "t-interval":
                MeanInterval one = MeanInterval.Of(data.Numbers("values"), options.Number("confidence"));
                return new { mean = one.Mean, standardDeviation = one.StandardDeviation, standardError = one.StandardError, lower = one.Low, upper = one.High };
            case "paired-t-interval":
                MeanInterval paired = MeanInterval.OfDifferences(data.Numbers("a"), data.Numbers("b"), options.Number("confidence"));
                return new { difference = paired.Mean, standardError = paired.StandardError, lower = paired.Low, upper = paired.High };
            case "bootstrap":
                return BootstrapOf(BootstrapInterval.Of(
                    data.Numbers("values"), data.IntMatrix("indices"), StatisticOf(golden), MethodOf(golden), options.Number("confidence")));
            case "stratified-bootstrap" when MethodOf(golden) == BootstrapMethod.Percentile:
                int[][][] tables = [.. data.GetProperty("indices").EnumerateArray().Select(table => table.AsIntMatrix())];
                return BootstrapOf(BootstrapInterval.Stratified(data.Matrix("scores"), tables, StatisticOf(golden), options.Number("confidence")));
            case "wilson":
                WilsonInterval wilson = WilsonInterval.Of(data.Int("successes"), data.Int("trials"), options.Number("confidence"));
                return new { proportion = wilson.Proportion, lower = wilson.Low, upper = wilson.High };
            default:
                return null;
        }
    }

    private static object? AggregatesOf(GoldenCase golden)
    {
        JsonElement data = golden.Data;
        JsonElement options = golden.Options;
        switch (golden.Kind)
        {
            case "iqm":
                return new { iqm = ScoreAggregates.InterquartileMean(data.Matrix("scores")) };
            case "optimality-gap":
                return new { optimalityGap = ScoreAggregates.OptimalityGap(data.Matrix("scores"), options.Number("gamma")) };
            case "probability-of-improvement":
                return new { probability = ScoreAggregates.ProbabilityOfImprovement(data.Matrix("a"), data.Matrix("b")) };
            case "performance-profile":
                return new
                {
                    profile = options.Text("profile") switch
                    {
                        "run-score" => ScoreAggregates.RunScoreProfile(data.Matrix("scores"), data.Numbers("taus")),
                        "mean-score" => ScoreAggregates.MeanScoreProfile(data.Matrix("scores"), data.Numbers("taus")),
                        _ => throw golden.UnknownKind(),
                    },
                };
            case "cohen-d":
                return new { value = EffectSize.CohenD(data.Numbers("a"), data.Numbers("b")) };
            case "hedges-g":
                return new { value = EffectSize.HedgesG(data.Numbers("a"), data.Numbers("b")) };
            case "cohen-dz":
                return new { value = EffectSize.CohenDz(data.Numbers("a"), data.Numbers("b")) };
            case "cliff-delta":
                return new { value = EffectSize.CliffDelta(data.Numbers("a"), data.Numbers("b")) };
            case "vargha-delaney-a12":
                return new { value = EffectSize.Superiority(data.Numbers("a"), data.Numbers("b")) };
            case "common-language":
                return new { value = EffectSize.CommonLanguage(data.Numbers("a"), data.Numbers("b")) };
            case "violation-ratio":
                return new { violationRatio = StochasticOrder.Ratio(data.Numbers("a"), data.Numbers("b")) };
            case "almost-stochastic-order":
                StochasticOrder order = StochasticOrder.Of(
                    data.Numbers("a"),
                    data.Numbers("b"),
                    data.IntMatrix("indicesA"),
                    data.IntMatrix("indicesB"),
                    options.Number("confidence"),
                    options.Int("comparisons"));
                return new { violationRatio = order.ViolationRatio, sigma = order.Sigma, epsilonMin = order.EpsilonMin };
            case "paired-t-power":
                return new { power = PairedTPower.Power(data.Number("effectSize"), data.Int("pairs"), options.Number("alpha")) };
            case "paired-t-sample-size":
                int pairs = PairedTPower.Pairs(data.Number("effectSize"), data.Number("power"), options.Number("alpha"));
                return new { pairs, achievedPower = PairedTPower.Power(data.Number("effectSize"), pairs, options.Number("alpha")) };
            case "sign-flip-minimum-p":
                return new { p = SignFlipPower.MinimumP(data.Int("pairs")) };
            case "sign-flip-minimum-pairs":
                int least = SignFlipPower.MinimumPairs(data.Int("comparisons"), options.Number("alpha"));
                double p = SignFlipPower.MinimumP(least);
                return new { pairs = least, p, pHolm = Math.Min(1, data.Int("comparisons") * p) };
            case "sign-flip-size":
                int n = data.Int("pairs");
                return new
                {
                    attainableLevels = SignFlipPower.AttainableLevels(n),
                    minimumP = SignFlipPower.MinimumP(n),
                    size = SignFlipPower.Size(n, options.Number("alpha")),
                };
            default:
                return null;
        }
    }

    private static object? StudiesOf(GoldenCase golden)
    {
        switch (golden.Kind)
        {
            case "design":
                StudyDesign design = golden.Options.Text("design") switch
                {
                    "additive" => StudyDesign.Additive,
                    "leave-one-out" => StudyDesign.LeaveOneOut,
                    "cumulative" => StudyDesign.Cumulative,
                    "factorial" => StudyDesign.Factorial,
                    _ => throw golden.UnknownKind(),
                };
                try
                {
                    return new { variants = DesignExpansion.Expand(ComponentsOf(golden), design).Select(key => key.Components) };
                }
                catch (RecipeException refusal)
                {
                    return new { error = refusal.Code };
                }

            case "main-effects":
                return new { effects = ByComponent(EffectsOf(golden).Main) };
            case "shapley":
                return new { effects = ByComponent(EffectsOf(golden).Shapley) };
            case "interactions":
                return new
                {
                    interactions = EffectsOf(golden).Interactions.Select(interaction => new
                    {
                        components = new[] { interaction.First, interaction.Second },
                        perSeed = interaction.Effect?.PerSeed,
                        mean = interaction.Effect?.OverSeeds.Mean,
                    }),
                };
            case "study":
                return StudyOf(golden);
            default:
                return null;
        }
    }

    private static object? NoiseScaleOf(GoldenCase golden)
    {
        switch (golden.Kind)
        {
            case "noise-scale-two-batch":
                var two = GradientNoiseScale.OfTwoBatches(
                    golden.Options.Int("batchSmall"),
                    golden.Data.Numbers("gradientNormSquaredSmall"),
                    golden.Options.Int("batchBig"),
                    golden.Data.Numbers("gradientNormSquaredBig"));
                return new { gradientNormSquared = two.GradientNormSquared, traceSigma = two.TraceSigma, noiseScale = two.NoiseScale };
            case "noise-scale-per-example":
                double[][] rows = golden.Data.Matrix("gradients");
                using (torch.NewDisposeScope())
                {
                    torch.Tensor gradients = torch.tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
                    var samples = GradientNoiseScale.OfSamples(gradients);
                    return new
                    {
                        meanGradientNormSquared = samples.GradientNormSquared + (samples.TraceSigma / rows.Length),
                        gradientNormSquared = samples.GradientNormSquared,
                        traceSigma = samples.TraceSigma,
                        noiseScale = samples.NoiseScale,
                    };
                }

            default:
                return null;
        }
    }

    private static ComponentDeclaration[] ComponentsOf(GoldenCase golden) =>
    [
        .. golden.Data.GetProperty("components").EnumerateArray()
            .Select(c => new ComponentDeclaration(c.Text("name"), ValueList.Create<string>(c.Texts("requires")))),
    ];

    private static StudyEffects EffectsOf(GoldenCase golden)
    {
        var values = golden.Data.GetProperty("values").EnumerateArray().ToDictionary(
            variant => new VariantKey(ValueList.Create<string>(variant.Texts("components"))),
            variant => (IReadOnlyList<double?>)[.. variant.GetProperty("values").EnumerateArray().Select(v => v.AsOptionalDouble())]);
        return StudyEffects.Of(ComponentsOf(golden), values) ?? throw new InvalidOperationException($"{golden.Name} lacks a valid subset");
    }

    private static Dictionary<string, object> ByComponent(IReadOnlyList<ComponentEffect> effects) => effects.ToDictionary(
        effect => effect.Component,
        object (effect) => new
        {
            perSeed = effect.Effect.PerSeed,
            mean = effect.Effect.OverSeeds.Mean,
            ci95 = new[] { effect.Effect.OverSeeds.Low, effect.Effect.OverSeeds.High },
        });

    private static object StudyOf(GoldenCase golden)
    {
        JsonElement[] variants = [.. golden.Data.GetProperty("variants").EnumerateArray()];
        string[] names = [.. variants.Select(variant => variant.Text("name"))];
        TrialValue[][] trials =
        [
            .. variants.Select(variant => variant.GetProperty("values").EnumerateArray()
                .Select(v => v.AsOptionalDouble() is { } value ? TrialValue.Completed(value) : TrialValue.Failed).ToArray()),
        ];
        var table = StudyTable.Of(
            trials,
            Array.IndexOf(names, golden.Options.Text("baseline")),
            Array.IndexOf(names, golden.Options.Text("full")),
            golden.Options.Number("alpha"),
            golden.Options.Number("confidence"));
        return new
        {
            variants = table.Variants.Select((row, i) => new
            {
                name = names[i],
                mean = row.Values.Mean,
                ci95 = new[] { row.Values.Low, row.Values.High },
                failed = row.Failed,
                versusBaseline = ComparisonOf(row.VersusBaseline),
                versusFull = ComparisonOf(row.VersusFull),
            }),
        };
    }

    private static object? ComparisonOf(PairedComparison? comparison) => comparison is null
        ? null
        : new
        {
            pairs = comparison.Pairs,
            difference = comparison.Difference,
            ci95 = new[] { comparison.Low, comparison.High },
            p = comparison.P,
            pHolm = comparison.PHolm,
            significant = comparison.Significant,
        };

    private static object TOf(TTest t) => new
    {
        meanDifference = t.MeanDifference,
        difference = t.MeanDifference,
        t = t.T,
        df = t.DegreesOfFreedom,
        p = t.P,
        ci95 = new[] { t.Low, t.High },
    };

    private static object BootstrapOf(BootstrapInterval interval) => new
    {
        estimate = interval.Estimate,
        bias = interval.Bias,
        acceleration = interval.Acceleration,
        lower = interval.Low,
        upper = interval.High,
    };

    private static BootstrapMethod MethodOf(GoldenCase golden) => golden.Options.Text("method") switch
    {
        "percentile" => BootstrapMethod.Percentile,
        "bca" => BootstrapMethod.BiasCorrectedAccelerated,
        _ => throw golden.UnknownKind(),
    };

    private static SampleStatistic StatisticOf(GoldenCase golden) => golden.Options.Text("statistic") switch
    {
        "mean" => Descriptive.Mean,
        "median" => Descriptive.Median,
        "iqm" => Descriptive.InterquartileMean,
        _ => throw golden.UnknownKind(),
    };
}
