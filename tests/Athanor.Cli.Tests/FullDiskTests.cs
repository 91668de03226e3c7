using System.Diagnostics;
using Athanor.Training.Checkpoints;

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
            Fill(disk);
            CommandRun after = await CommandRun.Of("runs", "show", (string)before.Document["run"]!, "--store", store, "--json");

            Assert.Equal((0, 1, 0), (before.ExitCode, full.ExitCode, after.ExitCode));
            DocumentSchema.Accepts("error", full.Document);
            Assert.Equal("disk-full", (string?)full.Document["error"]!["code"]);
            Assert.Contains("runs.db", full.ErrorLines[^1], StringComparison.Ordinal);
            Assert.EndsWith("epochs=5000 --store " + store + " --resume", full.ErrorLines[^1], StringComparison.Ordinal);
        }
        finally
        {
            Done("umount", "-l", disk);
        }
    }

    [Fact]
    [Trait("Category", "Hardware")]
    public async Task A_disk_that_fills_up_with_checkpoints_leaves_whole_ones_and_the_line_it_prints_goes_on_from_the_newest()
    {
        string disk = Directory.CreateDirectory(_folder.At("disk")).FullName;
        Assert.SkipUnless(Done("mount", "-t", "tmpfs", "-o", "size=2500k", "tmpfs", disk), "no right to mount a small tmpfs here");
        try
        {
            string store = Path.Combine(disk, "runs.db");
            CommandRun whole = await Train(_folder.Store);
            CommandRun full = await Train(store);
            string[] folders = [.. Directory.EnumerateDirectories(Path.Combine(disk, "checkpoints"), "step-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
            long[] steps = [.. folders.Select(folder => Checkpoint.Open(folder).Step)];

            Assert.Equal((0, 1), (whole.ExitCode, full.ExitCode));
            Assert.Equal("disk-full", (string?)full.Document["error"]!["code"]);
            Assert.EndsWith($" --store {store} --resume", full.ErrorLines[^1], StringComparison.Ordinal);
            Assert.InRange(steps.Length, 2, 39);

            Assert.True(Done("mount", "-o", "remount,size=100m", disk));
            CommandRun resumed = await Train(store, "--resume");
            Assert.Equal(0, resumed.ExitCode);
            Assert.Contains(resumed.ErrorLines, line => line.Contains($"goes on from step {steps[^1]} of 40", StringComparison.Ordinal));
            Assert.Equal(whole.Document["metrics"]!.ToJsonString(), resumed.Document["metrics"]!.ToJsonString());
        }
        finally
        {
            Done("umount", "-l", disk);
        }
    }

    /// <summary>A process of its own: what it leaves behind is a run of nobody's.</summary>
    private async Task<CommandRun> Train(string store, params string[] more)
    {
        using TrainProcess process = TrainProcess.Start(_folder.Recipe(), store, ["--set", "epochs=8", "--set", "run.checkpoint={everySteps: 1, keepLast: 1000}", .. more]);
        return await process.ToEnd();
    }

    /// <summary>Leaves not a byte free.</summary>
    private static void Fill(string disk)
    {
        using FileStream filler = new(Path.Combine(disk, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
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
