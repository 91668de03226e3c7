using System.Text.Json.Nodes;
using Athanor.Evaluation;
using Athanor.Recording;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>A study's result as a document that programs read.</summary>
internal static class StudyJson
{
    public static JsonObject Write(StudyResult result)
    {
        StudyPlan plan = result.Plan;
        return new JsonObject
        {
            ["verb"] = "ablate",
            ["study"] = plan.Name,
            ["metric"] = result.Metrics[0],
            ["metrics"] = new JsonArray([.. result.Metrics.Select(metric => (JsonNode)metric)]),
            ["seeds"] = new JsonArray([.. plan.Seeds.Select(seed => (JsonNode)seed)]),
            ["alpha"] = plan.Alpha,
            ["seedsForVerdict"] = plan.SeedsForVerdict,
            ["trials"] = new JsonObject
            {
                ["total"] = plan.Trials.Count,
                ["trained"] = result.Trained,
                ["reused"] = result.Reused,
                ["failed"] = result.Failed,
                ["diverged"] = result.Diverged,
            },
            ["variants"] = new JsonArray([.. plan.Variants.Select((_, row) => Variant(result, row))]),
            ["constant"] = new JsonObject(result.Metrics.Where(metric => result.ConstantOf(metric) is not null)
                .Select(metric => KeyValuePair.Create(metric, (JsonNode?)Number(result.ConstantOf(metric)!.Value)))),
            ["effects"] = Effects(result.Effects),
            ["warnings"] = new JsonArray([.. result.Warnings.Select(warning => (JsonNode)new JsonObject
            {
                ["code"] = warning.Code,
                ["path"] = warning.Path,
                ["message"] = warning.Message,
            })]),
        };
    }

    private static JsonObject Variant(StudyResult result, int row)
    {
        StudyVariant variant = result.Plan.Variants[row];
        IReadOnlyList<TrialResult> trials = result.TrialsOf(row);
        VariantSummary tested = result.TableOf(result.Metrics[0]).Variants[row];
        return new JsonObject
        {
            ["name"] = variant.Key.Name,
            ["label"] = variant.Label,
            ["components"] = new JsonArray([.. variant.Key.Components.Select(name => (JsonNode)name)]),
            ["values"] = Values(result, row, result.Metrics[0]),
            ["mean"] = Number(tested.Values.Mean),
            ["ci95"] = Interval(tested.Values.Low, tested.Values.High),
            ["failed"] = tested.Failed,
            ["diverged"] = tested.Diverged,
            ["metrics"] = new JsonObject(result.Metrics.Skip(1).Select(metric =>
            {
                MeanInterval values = result.TableOf(metric).Variants[row].Values;
                return KeyValuePair.Create<string, JsonNode?>(metric, new JsonObject
                {
                    ["values"] = Values(result, row, metric),
                    ["mean"] = Number(values.Mean),
                    ["ci95"] = Interval(values.Low, values.High),
                });
            })),
            ["parameters"] = trials.Select(trial => trial.Parameters).FirstOrDefault(parameters => parameters > 0),
            ["seconds"] = trials.Where(trial => trial.Status.IsResult()).Select(trial => trial.Seconds).DefaultIfEmpty(0).Average(),
            ["runs"] = new JsonArray([.. trials.Select(trial => (JsonNode)trial.Run)]),
            ["versusBaseline"] = Comparison(tested.VersusBaseline),
            ["versusFull"] = Comparison(tested.VersusFull),
        };
    }

    private static JsonArray Values(StudyResult result, int row, string metric) =>
        [.. result.Plan.Seeds.Select((_, seed) => result.ValueOf(row, seed, metric) is { } value ? Number(value) : null)];

    private static JsonObject? Comparison(PairedComparison? comparison) => comparison is null ? null : new JsonObject
    {
        ["pairs"] = comparison.Pairs,
        ["difference"] = Number(comparison.Difference),
        ["ci95"] = Interval(comparison.Low, comparison.High),
        ["p"] = Number(comparison.P),
        ["pHolm"] = Number(comparison.PHolm),
        ["significant"] = comparison.Significant,
        ["trained"] = new JsonObject
        {
            ["pairs"] = comparison.Trained.Pairs,
            ["onlyReference"] = comparison.Trained.OnlyReference,
            ["onlyVariant"] = comparison.Trained.OnlyVariant,
            ["p"] = Number(comparison.Trained.P),
            ["pHolm"] = Number(comparison.Trained.PHolm),
            ["significant"] = comparison.Trained.Significant,
        },
    };

    private static JsonObject Effects(StudyEffects? effects) => new()
    {
        ["main"] = new JsonObject(effects?.Main.Select(effect => KeyValuePair.Create<string, JsonNode?>(effect.Component, Effect(effect.Effect))) ?? []),
        ["interactions"] = new JsonObject(effects?.Interactions.Select(pair =>
            KeyValuePair.Create<string, JsonNode?>($"{pair.First}×{pair.Second}", pair.Effect is { } effect ? Effect(effect) : null)) ?? []),
        ["shapley"] = new JsonObject(effects?.Shapley.Select(effect => KeyValuePair.Create<string, JsonNode?>(effect.Component, Effect(effect.Effect))) ?? []),
    };

    private static JsonObject Effect(StudyEffect effect) => new()
    {
        ["mean"] = Number(effect.OverSeeds.Mean),
        ["ci95"] = Interval(effect.OverSeeds.Low, effect.OverSeeds.High),
        ["perSeed"] = new JsonArray([.. effect.PerSeed.Select(value => value is { } number ? Number(number) : null)]),
    };

    private static JsonArray Interval(double low, double high) => [Number(low), Number(high)];

    /// <summary>JSON has no NaN and no infinities: documents write them as strings.</summary>
    private static JsonValue Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(value switch
    {
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => "NaN",
    });
}
