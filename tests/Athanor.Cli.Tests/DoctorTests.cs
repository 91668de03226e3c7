namespace Athanor.Cli.Tests;

public sealed class DoctorTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_what_was_loaded_from_where()
    {
        CommandRun json = await CommandRun.Of("doctor", "--store", _folder.Store, "--json");
        CommandRun text = await CommandRun.Of("doctor", "--store", _folder.Store);

        Assert.Equal((0, 0), (json.ExitCode, text.ExitCode));
        DocumentSchema.Accepts("doctor", json.Document);
        Assert.Contains(json.Document["native"]!["libraries"]!.AsArray(), library => File.Exists((string?)library!["path"]));
        Assert.All(text.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("libtorch", text.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Store));
    }

    [Fact]
    public async Task A_store_that_can_not_be_used_is_said_and_exits_1()
    {
        string store = _folder.Write("notes.txt", string.Concat(Enumerable.Repeat("not a database at all\n", 100)));

        CommandRun run = await CommandRun.Of("doctor", "--store", store, "--json");

        Assert.Equal(1, run.ExitCode);
        DocumentSchema.Accepts("doctor", run.Document);
        Assert.False((bool)run.Document["ok"]!);
        Assert.Contains("notes.txt", (string?)run.Document["store"]!["problem"], StringComparison.Ordinal);
    }
}
