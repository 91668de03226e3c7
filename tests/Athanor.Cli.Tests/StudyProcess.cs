using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Athanor.Cli.Tests;

/// <summary><c>athanor ablate</c> as a process that leads a group of its own, so that it and its workers can be killed.</summary>
internal sealed class StudyProcess : IDisposable
{
    private const string Mark = "ATHANOR_TEST_MARK";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _mark = $"{Guid.NewGuid():N}";
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private StudyProcess(string study, string store, int workers)
    {
        var start = new ProcessStartInfo("setsid", [Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet", Path.Combine(AppContext.BaseDirectory, "Athanor.Cli.dll"), "ablate", study, "--store", store, "--workers", $"{workers}", "--json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Mark] = _mark;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public static StudyProcess Start(string study, string store, int workers = 2) => new(study, store, workers);

    public bool HasExited => _process.HasExited;

    /// <summary>Completes when the process has ended.</summary>
    public Task Exited => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

    /// <summary>The ids of the processes that it has started and that are alive.</summary>
    public IReadOnlyList<int> Workers => [.. Marked().Where(id => id != _process.Id)];

    public void Kill() => Signal($"{_process.Id}");

    public void KillGroup() => Signal($"-{_process.Id}");

    public static void Signal(string target)
    {
        using Process kill = Process.Start(new ProcessStartInfo("kill", ["-KILL", "--", target]) { UseShellExecute = false, RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    /// <summary>Waits for the end; what was printed must be one document.</summary>
    public async Task<(int ExitCode, JsonObject Document)> ToEnd()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string output = await _output;
        string error = await _error;
        Assert.True(output.Length > 0, error);
        return (_process.ExitCode, JsonNode.Parse(output)!.AsObject());
    }

    /// <summary>Fails if a process that carries this study's mark outlives it.</summary>
    public async Task LeavesNoOrphan()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var since = Stopwatch.StartNew();
        while (Marked().Any())
        {
            Assert.True(since.Elapsed < Patience, $"still alive: {string.Join(", ", Marked())}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (int id in Marked())
        {
            Signal($"{id}");
        }

        _process.Dispose();
    }

    private IEnumerable<int> Marked() => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, null))
        .Where(id => HasMark(id) && !IsZombie(id));

    private bool HasMark(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Contains($"{Mark}={_mark}", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsZombie(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }
}
