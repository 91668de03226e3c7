using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Athanor.Cli.Tests;

/// <summary>The command as a process of its own: what only a process has.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Standard_output_of_a_training_holds_one_document_and_the_code_is_0()
    {
        CommandRun run = await Athanor("train", _folder.Recipe(), "--store", _folder.Store, "--json");

        Assert.Equal(0, run.ExitCode);
        DocumentSchema.Accepts("train", run.Document);
    }

    [Fact]
    public async Task A_refusal_exits_2_with_one_line()
    {
        CommandRun run = await Athanor("train", _folder.At("absent.yaml"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Single(run.ErrorLines);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_a_training_in_order(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        using Process process = Start("dotnet", [Dll, "train", _folder.Recipe(), "--store", _folder.Store, "--json", "--set", "epochs=100000"]);
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("epoch ", StringComparison.Ordinal))
        {
        }

        using Process kill = Start("kill", [$"-{signal}", $"{process.Id}"]);
        Task<string> rest = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await rest;

        Assert.Equal(130, process.ExitCode);
        Assert.Equal("interrupted", (string?)JsonNode.Parse(output)!["status"]);
    }

    [Fact]
    public async Task Worker_processes_give_the_numbers_that_one_of_them_gives()
    {
        CommandRun two = await Athanor("ablate", _folder.Study(), "--store", _folder.At("two.db"), "--json", "--workers", "2");
        CommandRun one = await Athanor("ablate", _folder.Study(), "--store", _folder.At("one.db"), "--json", "--workers", "1");

        Assert.Equal((0, 0), (two.ExitCode, one.ExitCode));
        Assert.Equal(Values(one), Values(two));
        static IEnumerable<string> Values(CommandRun run) => run.Document["variants"]!.AsArray().Select(variant => variant!["values"]!.ToJsonString());
    }

    [Fact]
    public async Task A_reader_that_closes_the_pipe_ends_the_output_without_a_crash()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a Unix shell");
        CommandRun run = await Run("bash", ["-c", $"set -o pipefail; dotnet '{Dll}' schema | head -n 1; exit ${{PIPESTATUS[0]}}"]);

        Assert.Equal((0, "{", ""), (run.ExitCode, run.Output.Trim(), run.Error));
    }

    [Fact]
    public async Task A_result_that_finds_the_disk_full_exits_1_with_one_line()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full");
        CommandRun run = await Run("bash", ["-c", $"dotnet '{Dll}' schema > /dev/full"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("disk is full", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_of_any_script_are_utf8_whatever_the_locale_says()
    {
        CommandRun run = await Run("env", ["LC_ALL=C", "LANG=C", "dotnet", Dll, "train", _folder.Recipe(), "--plan"]);

        Assert.Contains('÷', run.Output);
        Assert.DoesNotContain('\uFEFF', run.Output);
    }

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "Athanor.Cli.dll");

    private static Task<CommandRun> Athanor(params string[] arguments) => Run("dotnet", [Dll, .. arguments]);

    private static async Task<CommandRun> Run(string program, string[] arguments)
    {
        using Process process = Start(program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandRun(process.ExitCode, await output, await error);
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = System.Text.Encoding.UTF8,
        StandardErrorEncoding = System.Text.Encoding.UTF8,
    })!;
}
