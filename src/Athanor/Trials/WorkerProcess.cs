using System.Diagnostics;
using System.Text;
using Athanor.Specs;

namespace Athanor.Trials;

/// <summary>The parent's side of one worker: hands it a trial and hears what comes of it.</summary>
internal sealed class WorkerProcess : ITrialExecutor
{
    private const int LinesKept = 20;
    private readonly WorkerLaunch _launch;
    private readonly Queue<string> _complaints = new();
    private Process? _process;

    public WorkerProcess(WorkerLaunch launch) => _launch = launch;

    public async Task<TrialResult> RunAsync(Trial trial, Action<TrialProgress> progress, CancellationToken cancellation)
    {
        Process process = _process is { HasExited: false } ? _process : Start();
        using CancellationTokenRegistration killing = cancellation.Register(() => Kill(process));
        try
        {
            string recipe = SpecWriter.ToJson(trial.Recipe);
            var request = new TrialRequest(recipe, trial.Recipe.Fingerprint(), trial.Context.BaseFolder, trial.Watch);
            await process.StandardInput.WriteAsync(WorkerMessages.Write(request) + "\n").ConfigureAwait(false);
            await process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
            while (await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            {
                switch (WorkerMessages.Read<TrialEvent>(line))
                {
                    case { Result: { } result }:
                        return result.ToResult();
                    case { Metrics: { } metrics } message:
                        progress(new TrialProgress(trial, message.Step, metrics));
                        break;
                }
            }
        }
        catch (IOException)
        {
            // The pipe broke: the worker died. What it last said is told below.
        }

        cancellation.ThrowIfCancellationRequested();
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        throw new WorkerDiedException(Epitaph(process));
    }

    public void Dispose()
    {
        if (_process is { } process)
        {
            Kill(process);
            process.Dispose();
        }
    }

    private Process Start()
    {
        _process?.Dispose();
        _complaints.Clear();
        Process process = Process.Start(_launch.ToStartInfo())!;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        return _process = process;
    }

    private void Keep(string? line)
    {
        lock (_complaints)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                _complaints.Enqueue(line);
                if (_complaints.Count > LinesKept)
                {
                    _complaints.Dequeue();
                }
            }
        }
    }

    private string Epitaph(Process process)
    {
        var text = new StringBuilder($"the worker process ended with exit code {process.ExitCode}");
        lock (_complaints)
        {
            return (_complaints.Count == 0 ? text : text.Append(": ").AppendJoin(" | ", _complaints)).ToString();
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
