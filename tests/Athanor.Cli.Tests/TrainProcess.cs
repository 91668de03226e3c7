using System.Diagnostics;

namespace Athanor.Cli.Tests;

/// <summary><c>athanor train</c> as a process, to be killed or interrupted at moments that its own progress decides, never a clock.</summary>
internal sealed class TrainProcess : IDisposable
{
    private const int KilledByKill = 128 + 9;
    private readonly Process _process;
    private readonly string _store;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private TrainProcess(string recipe, string store, string[] more)
    {
        _store = store;
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Athanor.Cli.dll"), "train", recipe, "--store", store, "--json", .. more];
        if (OperatingSystem.IsLinux())
        {
            // Tests started by nohup, or in the background, pass on that signals are ignored.
            command = ["env", "--default-signal=HUP,INT,TERM", .. command];
        }

        _process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _output = _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public static TrainProcess Start(string recipe, string store, params string[] more) => new(recipe, store, more);

    /// <summary>The step of the newest checkpoint that lies beside the store; −1 without one.</summary>
    public static long NewestStep(string store)
    {
        string folder = Path.Combine(Path.GetDirectoryName(store)!, "checkpoints");
        return !Directory.Exists(folder) ? -1 : Directory.EnumerateDirectories(folder, "step-*", SearchOption.AllDirectories)
            .Select(path => long.Parse(Path.GetFileName(path)[5..], null)).DefaultIfEmpty(-1).Max();
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Waits until a checkpoint of that step or a later one is there; false where the process ended first.</summary>
    public async Task<bool> Reaches(long step)
    {
        while (NewestStep(_store) < step)
        {
            if (_process.HasExited)
            {
                return false;
            }

            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        return !_process.HasExited;
    }

    /// <summary>Kills the process; whether it was alive until then.</summary>
    public async Task<bool> Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode == KilledByKill;
    }

    public void Signal(string name)
    {
        using Process kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", $"{_process.Id}"]) { UseShellExecute = false })!;
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<CommandRun> ToEnd()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandRun(_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
