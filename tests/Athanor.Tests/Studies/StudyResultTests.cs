using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Reporting;
using Athanor.Specs;
using Athanor.Studies;
using Athanor.Tests.Golden;

namespace Athanor.Tests.Studies;

public sealed class StudyResultTests
{
    private static readonly string[] Metrics = ["test/accuracy", "test/loss"];

    public static IEnumerable<TheoryDataRow<string, string>> Studies => GoldenFolder.Rows("stats", "study");

    [Theory]
    [MemberData(nameof(Studies))]
    [Trait("Category", "Golden")]
    public void The_document_of_a_whole_study_holds_the_reference_values(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        JsonElement[] variants = [.. golden.Data.GetProperty("variants").EnumerateArray()];
        string[] names = [.. variants.Select(variant => variant.Text("name"))];
        Assert.Equal((0, names.Length - 1), (Array.IndexOf(names, golden.Options.Text("baseline")), Array.IndexOf(names, golden.Options.Text("full"))));
        string yaml = SampleStudy.Yaml[..SampleStudy.Yaml.IndexOf("components:", StringComparison.Ordinal)]
            + "components:\n" + string.Concat((names.Length == 2 ? names[1..] : names[1..^1]).Select((n, i) => $"  {Part(n)}: {{ patch: {{ {Option(i)} }} }}\n"))
            + string.Create(CultureInfo.InvariantCulture, $"alpha: {golden.Options.Number("alpha")}\nconfidence: {golden.Options.Number("confidence")}\n");
        StudyPlan plan = SampleStudy.FromYaml(yaml).Plan(seeds: SeedList.Create([.. golden.Data.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt64())]), metrics: Metrics);
        double?[][] values = [.. variants.Select(variant => variant.GetProperty("values").EnumerateArray().Select(value => value.AsOptionalDouble()).ToArray())];
        JsonObject document = SampleStudy.Result(plan, (variant, seed) => values[variant][seed] is { } value ? SampleStudy.Completed(value) : SampleStudy.Failed).ToJson();

        Assert.Equal(names.Length, document["variants"]!.AsArray().Count);
        Agrees(golden.Expected.GetProperty("variants"), document["variants"]!, golden.Tolerance, golden.Name);
    }

    [Fact]
    public void The_document_has_the_names_that_the_contract_gives()
    {
        JsonObject document = Example(9).ToJson();
        string[] Keys(JsonNode? node) => [.. node!.AsObject().Select(entry => entry.Key)];
        JsonNode variant = document["variants"]![1]!;

        Assert.Superset(Set("verb", "study", "metric", "seeds", "trials", "variants", "effects"), Set(Keys(document)));
        Assert.Superset(Set("total", "trained", "reused", "failed", "diverged"), Set(Keys(document["trials"])));
        Assert.Superset(
            Set("name", "components", "values", "mean", "ci95", "failed", "diverged", "metrics", "parameters", "seconds", "versusBaseline", "versusFull"), Set(Keys(variant)));
        Assert.Superset(Set("pairs", "difference", "ci95", "p", "pHolm", "significant", "trained"), Set(Keys(variant["versusBaseline"])));
        Assert.Superset(Set("pairs", "onlyReference", "onlyVariant", "p", "pHolm", "significant"), Set(Keys(variant["versusBaseline"]!["trained"])));
        Assert.Superset(Set("values", "mean", "ci95"), Set(Keys(variant["metrics"]!["test/loss"])));
        Assert.Superset(Set("main", "interactions", "shapley"), Set(Keys(document["effects"])));
        Assert.Equal(("ablate", "made", "test/accuracy"), ((string?)document["verb"], (string?)document["study"], (string?)document["metric"]));
        Assert.Empty(document["variants"]![0]!["components"]!.AsArray());
        Assert.Null(document["variants"]![0]!["versusBaseline"]);
        Assert.Null(document["variants"]![3]!["versusFull"]);
    }

    [Fact]
    public void A_diverged_trial_is_a_result_of_its_own_and_a_failed_one_is_an_empty_cell()
    {
        StudyPlan plan = SampleStudy.Of("a", "b").Plan(seeds: 6, metrics: Metrics);
        StudyResult result = SampleStudy.Result(plan, (variant, seed) => (variant, seed) switch
        {
            (1, 0) => SampleStudy.Diverged,
            (2, 3) => SampleStudy.Failed,
            (2, 4) => SampleStudy.Completed(0.9) with { Reused = true },
            (2, 5) => SampleStudy.Diverged with { Reused = true },
            _ => SampleStudy.Completed(0.5 + (0.1 * variant) + (0.01 * seed)),
        });
        JsonObject document = result.ToJson();
        JsonNode trials = document["trials"]!;

        Assert.Equal((24, 21, 2, 1, 2), ((int)trials["total"]!, (int)trials["trained"]!, (int)trials["reused"]!, (int)trials["failed"]!, (int)trials["diverged"]!));
        Assert.False(result.IsComplete);
        Assert.Equal((1, 0), ((int)document["variants"]![1]!["diverged"]!, (int)document["variants"]![1]!["failed"]!));
        Assert.Null(document["variants"]![1]!["values"]![0]);
        Assert.Null(document["variants"]![1]!["versusBaseline"]!["significant"]);
        Assert.Equal((5, 6), ((int)document["variants"]![1]!["versusBaseline"]!["pairs"]!, (int)document["variants"]![1]!["versusBaseline"]!["trained"]!["pairs"]!));
        Assert.Equal((1, 1), ((int)document["variants"]![2]!["diverged"]!, (int)document["variants"]![2]!["failed"]!));
        string table = PlainTextTable.Render(result.ToTable(), 200);
        Assert.Contains("1 failed", table, StringComparison.Ordinal);
        Assert.Contains("1/6", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diverged_trial_leaves_the_table_complete() =>
        Assert.True(SampleStudy.Result(SampleStudy.Of("a").Plan(seeds: 2, metrics: Metrics), (_, seed) => seed == 0 ? SampleStudy.Diverged : SampleStudy.Completed(1)).IsComplete);

    [Fact]
    public void A_trial_that_failed_for_two_variants_is_failed_for_both_and_reused_for_none()
    {
        StudyResult result = SampleStudy.Result(
            SampleStudy.Of("a").Plan(seeds: 1, metrics: Metrics), (variant, _) => variant == 0 ? SampleStudy.Failed : SampleStudy.Failed with { Reused = true });

        Assert.Equal((0, 0, 2), (result.Trained, result.Reused, result.Failed));
    }

    [Fact]
    public void A_variant_that_never_trained_says_so_in_its_cell()
    {
        string table = PlainTextTable.Render(
            SampleStudy.Result(SampleStudy.Of("a", "b").Plan(seeds: 2, metrics: Metrics), (variant, seed) => variant switch
            {
                1 => SampleStudy.Diverged,
                2 => SampleStudy.Failed,
                _ => SampleStudy.Completed(0.5 + (0.1 * seed)),
            }).ToTable(),
            200);

        Assert.Contains("diverged", table.Split('\n').Single(line => line.TrimStart().StartsWith("A+a ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("failed", table.Split('\n').Single(line => line.TrimStart().StartsWith("A+b ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_has_a_row_a_variant_a_column_a_metric_and_the_constant_s_line()
    {
        ReportTable table = Example(9).ToTable();

        Assert.Equal(["A (baseline)", "A+a", "A+b", "A+a+b (final)", "best constant answer"], table.Rows.Select(row => row.Cells[0].Text));
        Assert.Equal(["system", "test/accuracy", "test/loss", "Δ baseline", "p (Holm)", "parameters", "seconds"], table.Columns.Select(column => column.Header));
    }

    [Theory]
    [InlineData(StudyDesign.Additive)]
    [InlineData(StudyDesign.LeaveOneOut)]
    [InlineData(StudyDesign.Cumulative)]
    [InlineData(StudyDesign.Factorial)]
    public void Every_form_of_every_design_s_result_can_be_drawn(StudyDesign design)
    {
        foreach (int seeds in new[] { 1, 2, 9 })
        {
            StudyResult result = Example(seeds, design, "a", "b", "c");
            string html = HtmlPage.Render(result.ToReport());

            Assert.Contains("What this cannot say", html, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", html[html.IndexOf("<main>", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)], StringComparison.Ordinal);
            Assert.Contains(@"\toprule", result.ToLatex(), StringComparison.Ordinal);
            Assert.StartsWith("system,", result.ToCsv(), StringComparison.Ordinal);
            Assert.Contains("| A", result.ToMarkdown(), StringComparison.Ordinal);
            Assert.Equal(design == StudyDesign.Factorial, result.Effects is not null);
            Assert.Equal(design == StudyDesign.Factorial, html.Contains("Shapley", StringComparison.Ordinal));
            Assert.Equal(design != StudyDesign.Factorial, html.Contains("sees no interactions", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(StudyDesign.Additive)]
    [InlineData(StudyDesign.Factorial)]
    public void With_fewer_than_5_pairs_nothing_is_called_significant(StudyDesign design)
    {
        for (int seeds = 1; seeds < 5; seeds++)
        {
            StudyResult result = Example(seeds, design, "a", "b", "c");
            string all = string.Join('\n', HtmlPage.Render(result.ToReport()).Split("<script")[0], result.ToMarkdown(), result.ToLatex(), result.ToCsv(), PlainTextTable.Render(result.ToTable(), 160));

            Assert.DoesNotContain("significan", all, StringComparison.OrdinalIgnoreCase);
            Assert.All(result.ToJson()["variants"]!.AsArray(), variant => Assert.Null(variant!["versusBaseline"]?["significant"]));
            Assert.Contains("cannot give a verdict", all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_clear_difference_over_nine_seeds_is_called_significant_and_a_chance_one_is_not()
    {
        StudyPlan plan = SampleStudy.Of("good", "idle", "bad").Plan(seeds: 9, metrics: Metrics);
        StudyResult result = SampleStudy.Result(plan, (variant, seed) => SampleStudy.Completed(variant switch
        {
            1 => 0.9 + (0.001 * seed),
            2 => 0.5 + (0.001 * seed) + (seed % 2 == 0 ? 0.01 : -0.01),
            3 => 0.3 + (0.001 * seed),
            _ => 0.5 + (0.001 * seed),
        }));

        Assert.Equal(
            "Better than the baseline on test/accuracy, significant at 0.05: A+good. Worse, significant: A+bad. No difference shown: A+idle, A+good+idle+bad (final).",
            StudyVerdict.Sentence(result));
    }

    [Fact]
    public void Where_values_give_no_verdict_the_shares_that_trained_do()
    {
        StudyPlan plan = SampleStudy.Of("clip").Plan(seeds: 9, metrics: Metrics);
        StudyResult result = SampleStudy.Result(plan, (variant, seed) => variant == 0 && seed > 0 ? SampleStudy.Diverged : SampleStudy.Completed(0.9));

        Assert.Equal(
            "No verdict on test/accuracy: in every comparison a trial diverged or failed, and the values that are left are no fair sample. "
            + "Trains more often than the baseline, significant at 0.05: A+clip (final).",
            StudyVerdict.Sentence(result));
    }

    [Fact]
    public void A_study_without_its_baseline_says_that_there_is_nothing_to_compare_with() => Assert.Equal(
        "There is no baseline among the variants to compare with.",
        StudyVerdict.Sentence(SampleStudy.Result(SampleStudy.Of("a", "b").Plan(seeds: 2, metrics: Metrics, only: ["a"]), (_, _) => SampleStudy.Completed(0.5))));

    [Fact]
    public void A_metric_that_no_trial_has_is_refused_by_name()
    {
        StudyPlan plan = SampleStudy.Of("a").Plan(seeds: 1, metrics: ["test/loss", "test/mae"]);
        RecipeException refusal = Assert.Throws<RecipeException>(() => SampleStudy.Result(plan, (_, _) => SampleStudy.Completed(0.5)));

        Assert.Equal(("unknown-metric", "metrics[1]"), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void Metrics_follow_the_task_where_nobody_names_them() =>
        Assert.Equal(Metrics, SampleStudy.Result(SampleStudy.Of("a").Plan(seeds: 1), (_, _) => SampleStudy.Completed(0.5)).Metrics);

    [Fact]
    public void Values_that_are_not_finite_are_words_in_the_document() =>
        Assert.Contains("\"Infinity\"", SampleStudy.Result(SampleStudy.Of("a").Plan(seeds: 1, metrics: Metrics), (_, _) => SampleStudy.Completed(0.5, double.PositiveInfinity)).ToJson().ToJsonString(), StringComparison.Ordinal);

    private static StudyResult Example(int seeds) => Example(seeds, StudyDesign.Additive, "a", "b");

    private static StudyResult Example(int seeds, StudyDesign design, params string[] components) => SampleStudy.Result(
        SampleStudy.Of(components).Design(design).Plan(seeds: seeds, metrics: Metrics),
        (variant, seed) => SampleStudy.Completed(0.5 + (0.1 * variant) + (0.003 * seed * (variant + 1)), 1 - (0.1 * variant)));

    private static HashSet<string> Set(params string[] names) => [.. names];

    private static string Part(string variant) => variant[(variant.IndexOf('+', StringComparison.Ordinal) + 1)..];

    private static string Option(int i) => i switch
    {
        0 => "clipping: by-norm",
        1 => "regularization: l2",
        2 => "batchSize: 8",
        3 => "accumulation: 2",
        4 => "schedule: cosine",
        _ => $"model: {{ mlp: {{ hidden: [{i}] }} }}",
    };

    /// <summary>Every value that the reference holds, by its name in the document; names of variants are the reference's own.</summary>
    private static void Agrees(JsonElement expected, JsonNode? actual, double tolerance, string at)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in expected.EnumerateObject().Where(property => property.Name != "name"))
                {
                    Agrees(property.Value, actual![property.Name], tolerance, $"{at}.{property.Name}");
                }

                break;
            case JsonValueKind.Array:
                for (int i = 0; i < expected.GetArrayLength(); i++)
                {
                    Agrees(expected[i], actual![i], tolerance, $"{at}[{i}]");
                }

                break;
            case JsonValueKind.Number:
                double wanted = expected.GetDouble();
                double got = double.Parse(actual!.ToJsonString(), CultureInfo.InvariantCulture);
                Assert.True(Math.Abs(wanted - got) <= tolerance * Math.Max(1, Math.Abs(wanted)), $"{at}: {actual} instead of {wanted}");
                break;
            default:
                Assert.True(expected.GetRawText() == (actual?.ToJsonString() ?? "null"), $"{at}: {actual?.ToJsonString() ?? "null"} instead of {expected.GetRawText()}");
                break;
        }
    }
}
