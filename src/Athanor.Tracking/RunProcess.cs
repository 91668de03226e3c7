using System.ComponentModel;
using System.Diagnostics;

namespace Athanor.Tracking;

/// <summary>The process that a run is in: who it is, and whether it still lives.</summary>
internal static class RunProcess
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    // A process's start is computed from the boot time, which moves a little with the clock.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(5);

    /// <summary>When this process began, in UTC.</summary>
    public static DateTimeOffset Started { get; } = StartOf(Environment.ProcessId) ?? DateTimeOffset.UnixEpoch;

    /// <summary>Whether the process lives: by its id and start on this machine (ids are used again), by its heartbeat on another.</summary>
    public static bool Lives(string host, int id, DateTimeOffset started, DateTimeOffset heartbeat, DateTimeOffset now)
    {
        if (!string.Equals(host, Environment.MachineName, StringComparison.Ordinal))
        {
            return now - heartbeat < Silence;
        }

        return id == Environment.ProcessId
            ? (Started - started).Duration() < StartTolerance
            : StartOf(id) is { } found && (found - started).Duration() < StartTolerance;
    }

    /// <summary>Whether the process has ended and only waits for its parent to be told: it holds nothing any more.</summary>
    private static bool IsZombie(int id)
    {
        try
        {
            // The name, in brackets, may hold anything; the state is the first letter behind it.
            string stat = OperatingSystem.IsLinux() ? File.ReadAllText($"/proc/{id}/stat") : "";
            return stat.LastIndexOf(')') is > 0 and var end && stat.AsSpan(end + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static DateTimeOffset? StartOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited || IsZombie(id) ? null : new DateTimeOffset(process.StartTime);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
