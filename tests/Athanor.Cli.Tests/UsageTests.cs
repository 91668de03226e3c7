namespace Athanor.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("verb 'trms'; did you mean 'terms'?", "trms")]
    [InlineData("option '--jsn'; did you mean '--json'?", "terms", "--jsn")]
    [InlineData("verb 'xyzzy'; see 'athanor --help'", "xyzzy")]
    [InlineData("option '--xyzzy'; see 'athanor schema --help'", "schema", "--xyzzy")]
    public async Task What_can_not_be_parsed_is_refused_in_one_line_with_the_nearest_name(string expected, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal($"unknown {expected}", Assert.Single(run.ErrorLines));
    }

    [Theory]
    [InlineData("athanor", "trms", "--json")]
    [InlineData("athanor", "--json", "trms")]
    [InlineData("terms", "terms", "--json", "--nonsense")]
    public async Task With_json_a_usage_error_is_also_the_one_document(string verb, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(verb, (string?)run.Document["verb"]);
        Assert.Equal("usage", (string?)run.Document["error"]!["code"]);
        Assert.Equal((string?)run.Document["error"]!["message"], Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task A_document_without_a_schema_is_refused_with_those_that_have_one()
    {
        CommandRun run = await CommandRun.Of("schema", "recipes");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("document: there is no schema of 'recipes'; did you mean 'recipe'?; there are recipe and study", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task Without_arguments_the_help_stands_on_standard_error_and_the_code_is_2()
    {
        CommandRun bare = await CommandRun.Of();
        CommandRun help = await CommandRun.Of("--help");

        Assert.Equal((2, ""), (bare.ExitCode, bare.Output));
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Equal(help.Output, bare.Error);
        Assert.Contains("terms", help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task Help_keeps_to_the_width(int width)
    {
        string[][] calls = [["--help"], ["terms", "--help"], ["train", "-h"], ["runs", "export", "-h"]];
        foreach (string[] call in calls)
        {
            CommandRun run = await CommandRun.Of(width, call);

            Assert.Equal(0, run.ExitCode);
            Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        }
    }

    [Fact]
    public async Task The_version_is_one_line_on_standard_output()
    {
        CommandRun run = await CommandRun.Of("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("0.1.0", Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
