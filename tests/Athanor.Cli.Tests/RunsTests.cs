using System.Text.Json.Nodes;
using Athanor.Recording;
using Athanor.Tracking;

namespace Athanor.Cli.Tests;

public sealed class RunsTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_store_there_are_no_runs_and_none_is_made()
    {
        CommandRun text = await CommandRun.Of("runs", "--store", _folder.Store);
        CommandRun json = await CommandRun.Of("runs", "--store", _folder.Store, "--json");

        Assert.Equal((0, ""), (text.ExitCode, text.Output));
        Assert.Contains("no runs", Assert.Single(text.ErrorLines), StringComparison.Ordinal);
        DocumentSchema.Accepts("runs", json.Document);
        Assert.Empty(json.Document["runs"]!.AsArray());
        Assert.False(File.Exists(_folder.Store));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task The_table_fits_its_width_and_names_every_run(int width)
    {
        string[] ids = Fill();

        CommandRun run = await CommandRun.Of(width, "runs", "--store", _folder.Store);

        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Single(run.Output.Split('\n'), line => line.Contains("Status", StringComparison.Ordinal));
        Assert.All(ids, id => Assert.Contains(id, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, "--study", "depth")]
    [InlineData(1, "--status", "failed")]
    [InlineData(1, "--limit", "1")]
    [InlineData(3, "--limit", "0")]
    [InlineData(0, "--study", "depth", "--status", "stopped")]
    public async Task Filters_let_through_what_meets_them_all(int expected, params string[] filters)
    {
        Fill();

        CommandRun run = await CommandRun.Of([.. (string[])["runs", "--store", _folder.Store, "--json"], .. filters]);

        DocumentSchema.Accepts("runs", run.Document);
        Assert.Equal(expected, run.Document["runs"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_status_that_does_not_exist_is_refused_with_the_nearest()
    {
        CommandRun run = await CommandRun.Of("runs", "--status", "divergd");

        Assert.Equal((2, "--status: no status 'divergd'; did you mean 'diverged'?"), (run.ExitCode, Assert.Single(run.ErrorLines)));
    }

    [Fact]
    public async Task An_export_holds_every_point_at_full_precision()
    {
        string id = Fill()[0];

        CommandRun csv = await CommandRun.Of("runs", "export", id, "--csv", "--store", _folder.Store);
        CommandRun json = await CommandRun.Of("runs", "export", id, "--json", "--store", _folder.Store);

        Assert.Equal(["key,step,wall,value", "step/loss,1,", "step/loss,2,"], csv.Output.Split("\r\n").Where(line => line.Length > 0)
            .Select((line, index) => index == 0 ? line : line[..12]));
        Assert.Contains(",0.1", csv.Output, StringComparison.Ordinal);
        Assert.Contains(",NaN", csv.Output, StringComparison.Ordinal);
        DocumentSchema.Accepts("runs", json.Document);
        Assert.Equal(["0.1", "NaN"], json.Document["curves"]!["step/loss"]!.AsArray().Select(point => point![2]!.ToString()));
    }

    [Fact]
    public async Task Deleting_forgets_one_run_and_a_wrong_id_is_refused()
    {
        string id = Fill()[0];

        CommandRun deleted = await CommandRun.Of("runs", "delete", id, "--store", _folder.Store, "--json");
        CommandRun again = await CommandRun.Of("runs", "delete", id, "--store", _folder.Store, "--json");
        JsonNode left = (await CommandRun.Of("runs", "--store", _folder.Store, "--json")).Document["runs"]!;

        DocumentSchema.Accepts("runs", deleted.Document);
        Assert.Equal(id, (string?)deleted.Document["deleted"]);
        Assert.Equal((2, "unknown-run"), (again.ExitCode, (string?)again.Document["error"]!["code"]));
        Assert.Equal(2, left.AsArray().Count);
    }

    /// <summary>A training and two trials of a study, one of which failed; their ids.</summary>
    private string[] Fill()
    {
        using var store = new SqliteRunStore(_folder.Store);
        var ids = new List<string>();
        foreach ((string? variant, RunStatus status) in ((string?, RunStatus)[])[(null, RunStatus.Completed), ("relu+batchNorm+residual", RunStatus.Completed), ("relu", RunStatus.Failed)])
        {
            using IRunWriter run = store.Begin(new RunStart
            {
                Kind = variant is null ? RunKind.Train : RunKind.Trial,
                Name = "a-recipe-with-a-rather-long-name",
                RecipeJson = "{}",
                Fingerprint = new string('a', 64),
                Study = variant is null ? null : "depth",
                Variant = variant,
            });
            run.Metric("step/loss", 1, 0.1);
            run.Metric("step/loss", 2, double.NaN);
            run.Finish(new RunEnd { Status = status, Steps = 12_345, Results = new Dictionary<string, double> { ["test/accuracy"] = 0.97, ["test/loss"] = double.NaN } });
            ids.Add(run.Id);
        }

        return [.. ids];
    }
}
