using System.Text.Json.Nodes;

namespace Athanor.Cli.Tests;

public sealed class AblateTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_document_is_the_contract_s_and_the_same_command_again_trains_nothing()
    {
        CommandRun first = await Ablate("--json");
        CommandRun second = await Ablate("--json");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        DocumentSchema.Accepts("ablate", first.Document);
        DocumentSchema.Accepts("ablate", second.Document);
        Assert.Equal((6, 6, 0), Trials(first));
        Assert.Equal((6, 0, 6), Trials(second));
        Assert.True(JsonNode.DeepEquals(first.Document["variants"], second.Document["variants"]));
    }

    [Fact]
    public async Task Fewer_than_five_pairs_give_no_verdict_in_any_output()
    {
        JsonObject document = (await Ablate("--json")).Document;
        CommandRun text = await Ablate();

        JsonArray variants = document["variants"]!.AsArray();
        Assert.Null(variants[0]!["versusBaseline"]);
        Assert.Empty(variants[0]!["components"]!.AsArray());
        Assert.All(variants.Skip(1), variant => Assert.Null(variant!["versusBaseline"]!["significant"]));
        Assert.DoesNotContain("significant", text.Output, StringComparison.Ordinal);
        Assert.Contains(text.ErrorLines, line => line.Contains("cannot give a verdict", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task The_table_fits_its_width_and_holds_every_row_and_metric(int width)
    {
        CommandRun run = await CommandRun.Of(width, "ablate", _folder.Study(), "--store", _folder.Store);

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.All((string[])["relu", "wider", "test/accuracy", "test/loss"], word => Assert.Contains(word, run.Output.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("markdown", "| ")]
    [InlineData("latex", @"\toprule")]
    [InlineData("csv", "system,")]
    public async Task The_table_comes_in_the_format_asked_for(string format, string sign)
    {
        CommandRun run = await Ablate("--format", format);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(sign, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_a_file_that_the_command_names()
    {
        string asked = _folder.At("out/report.html");

        CommandRun byDefault = await Ablate("--json");
        CommandRun there = await Ablate("--report", asked);

        Assert.Equal(_folder.At("reports/small.html"), (string?)byDefault.Document["report"]);
        Assert.StartsWith("<!doctype html", File.ReadAllText(_folder.At("reports/small.html")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"report: {asked}", there.ErrorLines[^1]);
        Assert.True(File.Exists(asked));
    }

    [Fact]
    public async Task The_plan_trains_nothing_and_counts_what_would_be_reused()
    {
        CommandRun before = await Ablate("--plan", "--json");
        Assert.False(File.Exists(_folder.Store));
        await Ablate("--only", "relu");
        CommandRun after = await Ablate("--plan", "--json");
        CommandRun text = await Ablate("--plan", "--seeds", "3");

        DocumentSchema.Accepts("ablate", before.Document);
        Assert.Equal((6, 0, 6), Plan(before));
        Assert.True((double)before.Document["plan"]!["seconds"]! > 0);
        Assert.Equal(6, Plan(after).Reused + Plan(after).ToTrain);
        Assert.InRange(Plan(after).Reused, 2, 4);
        Assert.True((double)after.Document["plan"]!["seconds"]! > 0);
        Assert.Contains("3 seeds = 9 trials", text.Output, StringComparison.Ordinal);
        Assert.Contains("cannot give a verdict", text.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_may_name_the_file_of_its_recipe_whose_paths_start_beside_it()
    {
        _folder.Write("recipes/points.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i % 2}\n")));
        _folder.Write("recipes/base.yaml", """
            data: { csv: { path: points.csv, target: y, task: binary } }
            model: { mlp: { hidden: [4] } }
            loss: bce-with-logits
            optimizer: sgd
            epochs: 1
            """);
        string study = _folder.Study("study: named\nrecipe: recipes/base.yaml\nseeds: 1\ncomponents: { wide: { patch: { model: { mlp: { hidden: [8] } } } } }");

        CommandRun run = await CommandRun.Of("ablate", study, "--store", _folder.Store, "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Document.ContainsKey("error") ? run.Output : ""));
        Assert.Equal((2, 2, 0), Trials(run));
    }

    [Fact]
    public async Task Retrain_trains_again_and_set_reaches_the_recipe()
    {
        await Ablate();

        CommandRun again = await Ablate("--retrain", "--json");
        CommandRun longer = await Ablate("--set", "recipe.epochs=2", "--json");

        Assert.Equal((6, 6, 0), Trials(again));
        Assert.Equal((6, 6, 0), Trials(longer));
    }

    [Theory]
    [InlineData("--seeds", "0")]
    [InlineData("--workers", "-1")]
    [InlineData("--format", "word")]
    public async Task Options_out_of_range_are_refused_in_one_line(params string[] options)
    {
        CommandRun run = await Ablate(options);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(options[0].TrimStart('-'), Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_tells_every_trial_on_standard_error()
    {
        CommandRun run = await Ablate();

        Assert.Equal(6, run.ErrorLines.Count(line => line.Contains("/6  ", StringComparison.Ordinal) && line.Contains("completed", StringComparison.Ordinal)));
    }

    private Task<CommandRun> Ablate(params string[] options) =>
        CommandRun.Of([.. (string[])["ablate", _folder.Study(), "--store", _folder.Store], .. options]);

    private static (int Total, int Trained, int Reused) Trials(CommandRun run) =>
        ((int)run.Document["trials"]!["total"]!, (int)run.Document["trials"]!["trained"]!, (int)run.Document["trials"]!["reused"]!);

    private static (int Total, int Reused, int ToTrain) Plan(CommandRun run) =>
        ((int)run.Document["plan"]!["total"]!, (int)run.Document["plan"]!["reused"]!, (int)run.Document["plan"]!["toTrain"]!);
}
