using System.Text.Json.Nodes;

namespace Athanor.Cli.Tests;

public sealed class TuneTests : IDisposable
{
    private const string Explosive = """
        data: { stroke-digits: { samples: 200 } }
        model: { mlp: { hidden: { width: 32, depth: 6 }, initialization: { normal: { std: 0.5 } } } }
        loss: cross-entropy
        optimizer: { sgd: { lr: 0.1 } }
        epochs: 2
        """;

    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_document_recommends_a_threshold_that_trains_where_no_clipping_diverges()
    {
        CommandRun run = await CommandRun.Of("tune", "clip", _folder.Recipe(Explosive), "--seeds", "2", "--store", _folder.Store, "--json");

        Assert.Equal(0, run.ExitCode);
        DocumentSchema.Accepts("tune", run.Document);
        double bound = (double)run.Document["recommended"]!["by-norm"]!["maxNorm"]!;
        JsonArray candidates = run.Document["candidates"]!.AsArray();
        Assert.Equal("recommended", (string?)candidates.Single(each => (double?)each!["maxNorm"] == bound)!["verdict"]);
        Assert.Equal(2, (int)candidates[^1]!["diverged"]!);
        Assert.Null(candidates[^1]!["mean"]);
        Assert.Equal("diverged", (string?)run.Document["unclipped"]!["status"]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task Text_keeps_to_the_width_and_ends_with_the_line_for_the_recipe(int width)
    {
        CommandRun run = await CommandRun.Of(width, "tune", "clip", _folder.Recipe(Explosive), "--seeds", "1", "--steps", "8", "--store", _folder.Store);

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("clipping: { by-norm: { maxNorm: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("diverged", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("say what to tune", "tune")]
    [InlineData("--seeds takes a number from 1", "tune", "clip", "x.yaml", "--seeds", "0")]
    [InlineData("--budget takes a number of seconds above 0", "tune", "clip", "x.yaml", "--budget", "-1")]
    [InlineData("x.yaml", "tune", "clip", "x.yaml")]
    public async Task What_makes_no_sense_is_refused_in_one_line(string says, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of([.. arguments, "--store", _folder.Store]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Where_nothing_trains_the_document_says_so_and_the_exit_code_is_1()
    {
        string recipe = _folder.Recipe(Explosive.Replace("std: 0.5", "std: 1.0e+20", StringComparison.Ordinal));
        CommandRun run = await CommandRun.Of("tune", "clip", recipe, "--seeds", "1", "--store", _folder.Store, "--json");

        Assert.Equal(1, run.ExitCode);
        DocumentSchema.Accepts("tune", run.Document);
        Assert.Null(run.Document["recommended"]);
    }
}
