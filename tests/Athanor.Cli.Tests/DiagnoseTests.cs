using System.Text.Json.Nodes;

namespace Athanor.Cli.Tests;

public sealed class DiagnoseTests : IDisposable
{
    private const string Deep = """
        data: { stroke-digits: { samples: 400 } }
        model: { mlp: { hidden: { width: 16, depth: 16 }, activation: sigmoid } }
        loss: cross-entropy
        optimizer: { adamw: { lr: 0.002, eps: 1.0e-6 } }
        epochs: 2
        """;

    private const string Curable = """
        data: { blobs: { samples: 300 } }
        model: { mlp: { hidden: [16] } }
        loss: cross-entropy
        optimizer: { adam: { lr: 1.0e-6 } }
        epochs: 60
        """;

    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_document_names_the_vanishing_gradient_with_its_layers_and_the_store_keeps_it()
    {
        CommandRun run = await CommandRun.Of("diagnose", _folder.Recipe(Deep), "--store", _folder.Store, "--json");

        Assert.Equal(0, run.ExitCode);
        DocumentSchema.Accepts("diagnose", run.Document);
        JsonNode finding = run.Document["findings"]!.AsArray()[0]!;
        Assert.Equal("vanishing-gradient", (string?)finding["symptom"]);
        Assert.Equal("hidden.0", (string?)finding["layers"]![0]);
        Assert.Contains("relu-kaiming", finding["treatments"]!.AsArray().Select(each => (string?)each));
        JsonObject shown = (await CommandRun.Of("runs", "show", (string)run.Document["run"]!, "--store", _folder.Store, "--json")).Document;
        JsonNode kept = shown["runs"]![0]!["detail"]!["findings"]![0]!;
        Assert.Equal("vanishing-gradient", (string?)kept["symptom"]);
        Assert.True(JsonNode.DeepEquals(finding["evidence"], kept["evidence"]));
    }

    [Fact]
    public async Task The_report_stands_where_it_is_asked_for_and_shows_findings_and_gradients()
    {
        string path = Path.Combine(Path.GetDirectoryName(_folder.Store)!, "pages", "x.html");
        CommandRun run = await CommandRun.Of("diagnose", _folder.Recipe(Deep), "--store", _folder.Store, "--report", path, "--json");

        Assert.Equal(path, (string?)run.Document["report"]);
        string html = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains("vanishing-gradient", html, StringComparison.Ordinal);
        Assert.Contains("layers × steps", html, StringComparison.Ordinal);
        Assert.Contains("hidden.15", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_missing_in_a_table_is_a_finding_that_names_the_row()
    {
        string table = Path.Combine(Path.GetDirectoryName(_folder.Store)!, "holes.csv");
        await File.WriteAllLinesAsync(table, ["a,b,class", .. Enumerable.Range(0, 40).Select(i => i == 17 ? "NaN,1,0" : $"{i},{-i},{i % 2}")], TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of(
            "diagnose", _folder.Recipe($"data: {{ csv: {{ path: {table}, target: class }} }}\nmodel: mlp\nloss: bce-with-logits\noptimizer: adam\nepochs: 2\n"), "--store", _folder.Store, "--json");

        Assert.Equal(0, run.ExitCode);
        JsonNode finding = Assert.Single(run.Document["findings"]!.AsArray())!;
        Assert.Equal("non-finite-data", (string?)finding["symptom"]);
        Assert.Equal(19, (double?)finding["evidence"]!["row"]);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(160)]
    public async Task Text_keeps_to_the_width_and_offers_what_can_be_tried(int width)
    {
        CommandRun run = await CommandRun.Of(width, "diagnose", _folder.Recipe(Deep), "--store", _folder.Store);

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("vanishing-gradient", run.Output, StringComparison.Ordinal);
        Assert.Contains("relu-kaiming", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_every_other_verb_refuses_is_trained_and_exits_0()
    {
        string recipe = _folder.Recipe(WorkFolder.SmallRecipe.Replace("activation: relu", "outputActivation: softmax", StringComparison.Ordinal));

        Assert.Equal(2, (await CommandRun.Of("train", recipe, "--store", _folder.Store, "--json")).ExitCode);
        CommandRun run = await CommandRun.Of("diagnose", recipe, "--store", _folder.Store, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("completed", (string?)run.Document["status"]);
    }

    [Fact]
    public async Task A_repair_names_the_smallest_set_that_heals_saves_the_healed_recipe_and_is_found_again()
    {
        string recipe = _folder.Recipe(Curable);
        string healed = _folder.At("healed.yaml");

        CommandRun run = await CommandRun.Of("diagnose", recipe, "--repair", "--save", healed, "--store", _folder.Store, "--json");

        Assert.Equal(0, run.ExitCode);
        DocumentSchema.Accepts("diagnose", run.Document);
        JsonNode repair = run.Document["repair"]!;
        Assert.True((bool)repair["healed"]!);
        Assert.Equal(["lr-too-low"], run.Document["findings"]!.AsArray().Select(each => (string?)each!["symptom"]));
        Assert.True((double)repair["after"]! < 0.9 * (double)repair["before"]!);
        Assert.Single(repair["changes"]!.AsArray());
        Assert.Contains(repair["tried"]!.AsArray(), each => (bool)each!["healed"]! && (string)each["run"]! != "");
        CommandRun again = await CommandRun.Of("diagnose", recipe, "--repair", "--store", _folder.Store, "--json");
        Assert.All(again.Document["repair"]!["tried"]!.AsArray(), each => Assert.True((bool)each!["reused"]!));
        Assert.Equal(repair["tried"]!.AsArray().Select(each => (double)each!["loss"]!), again.Document["repair"]!["tried"]!.AsArray().Select(each => (double)each!["loss"]!));
        Assert.Empty((await CommandRun.Of("diagnose", healed, "--store", _folder.Store, "--json")).Document["findings"]!.AsArray());
    }

    [Fact]
    public async Task A_budget_that_ends_too_early_says_so_and_exits_1()
    {
        CommandRun run = await CommandRun.Of("diagnose", _folder.Recipe(Curable), "--repair", "--budget", "1e-3", "--store", _folder.Store, "--json");

        Assert.Equal(1, run.ExitCode);
        DocumentSchema.Accepts("diagnose", run.Document);
        Assert.False((bool)run.Document["repair"]!["healed"]!);
        Assert.True((int)run.Document["repair"]!["leftUntried"]! > 0);
        CommandRun text = await CommandRun.Of("diagnose", _folder.Recipe(Curable), "--repair", "--budget", "1e-3", "--store", _folder.Store);
        Assert.Contains("--budget", text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task A_repair_keeps_to_the_width_and_ends_in_what_can_be_copied(int width)
    {
        CommandRun run = await CommandRun.Of(width, "diagnose", _folder.Recipe(Curable), "--repair", "--store", _folder.Store);

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("Healed by", run.Output, StringComparison.Ordinal);
        Assert.Contains("--set optimizer", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--budget", "10")]
    [InlineData("--save", "x.yaml")]
    [InlineData("--retrain", null)]
    public async Task What_is_about_a_repair_is_refused_without_one(string option, string? value)
    {
        CommandRun run = await CommandRun.Of(["diagnose", _folder.Recipe(Curable), option, .. value is null ? (string[])[] : [value], "--store", _folder.Store]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--repair", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_study_a_variant_is_diagnosed_the_baseline_by_default()
    {
        string study = _folder.At("study.yaml");
        await File.WriteAllTextAsync(study, $"study: s\nrecipe:\n{string.Concat(Curable.Split('\n').Select(line => $"  {line}\n"))}components:\n  fast: {{ patch: {{ optimizer: {{ adam: {{ lr: 0.01 }} }} }} }}\n", TestContext.Current.CancellationToken);

        CommandRun sick = await CommandRun.Of("diagnose", study, "--store", _folder.Store, "--json");
        CommandRun well = await CommandRun.Of("diagnose", study, "--variant", "fast", "--store", _folder.Store, "--json");
        CommandRun unknown = await CommandRun.Of("diagnose", study, "--variant", "fats", "--store", _folder.Store, "--json");

        Assert.Equal("lr-too-low", (string?)sick.Document["findings"]![0]!["symptom"]);
        Assert.Empty(well.Document["findings"]!.AsArray());
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("did you mean 'fast'", unknown.Error, StringComparison.Ordinal);
    }
}
