using System.Globalization;
using Athanor.Specs;

namespace Athanor.Recording;

/// <summary>When a run may go on under its own id: what every <see cref="IRunStore"/> shares.</summary>
public static class RunContinuation
{
    /// <summary>The record of <paramref name="run"/> as it goes on: running again, with nothing said of its end.</summary>
    /// <exception cref="RecipeException"><c>run-finished</c>: it is completed or diverged; <c>run-active</c>: it is running.</exception>
    public static RunRecord Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Status.IsResult())
        {
            throw new RecipeException("run-finished", "", $"run '{run.Id}' is {run.Status.Name()}; there is nothing to go on with");
        }

        return run.Status == RunStatus.Running
            ? throw new RecipeException("run-active", "", string.Create(
                CultureInfo.InvariantCulture,
                $"run '{run.Id}' is still running (process {run.ProcessId} on {run.Host}, last heard of at {run.Heartbeat:u}); end it first, or wait two minutes where that machine is gone"))
            : run with { Status = RunStatus.Running, Ended = null, Error = null };
    }
}
