using System.Diagnostics;

namespace Athanor.Cli.Tests;

/// <summary>What a full disk does to the command.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Hardware")]
    public async Task A_full_disk_exits_1_with_its_own_code_and_the_finished_run_is_still_there()
    {
        string disk = Directory.CreateDirectory(_folder.At("disk")).FullName;
        Assert.SkipUnless(Done("mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", disk), "no right to mount a small tmpfs here");
        try
        {
            string store = Path.Combine(disk, "runs.db");
            string[] recipe = [_folder.Recipe(), "--store", store, "--json", "--set", "run.saveCheckpoint=false"];
            CommandRun before = await CommandRun.Of(["train", .. recipe]);
            CommandRun full = await CommandRun.Of(["train", .. recipe, "--set", "epochs=5000"]);
            CommandRun after = await CommandRun.Of("runs", "show", (string)before.Document["run"]!, "--store", store, "--json");

            Assert.Equal((0, 1, 0), (before.ExitCode, full.ExitCode, after.ExitCode));
            DocumentSchema.Accepts("error", full.Document);
            Assert.Equal("disk-full", (string?)full.Document["error"]!["code"]);
            Assert.Contains("runs.db", full.ErrorLines[^1], StringComparison.Ordinal);
        }
        finally
        {
            Done("umount", "-l", disk);
        }
    }

    private static bool Done(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
