namespace Athanor.Recording;

/// <summary>The names that kinds and statuses have in documents and stores: <c>trial</c>, <c>diverged</c>, ….</summary>
public static class RunNames
{
    private static readonly RunStatus[] Statuses = Enum.GetValues<RunStatus>();

    /// <summary>The name in documents: <c>train</c> or <c>trial</c>.</summary>
    public static string Name(this RunKind kind) => kind == RunKind.Train ? "train" : "trial";

    /// <summary>The name in documents: <c>running</c>, <c>completed</c>, <c>diverged</c>, <c>stopped</c>, <c>interrupted</c>, <c>failed</c>.</summary>
    public static string Name(this RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Completed => "completed",
        RunStatus.Diverged => "diverged",
        RunStatus.Stopped => "stopped",
        RunStatus.Interrupted => "interrupted",
        _ => "failed",
    };

    /// <summary>Whether a trial of this status is a result that the same key gives again: completed or diverged.</summary>
    public static bool IsResult(this RunStatus status) => status is RunStatus.Completed or RunStatus.Diverged;

    /// <summary>The kind of that name, or null.</summary>
    public static RunKind? Kind(string name) => name switch
    {
        "train" => RunKind.Train,
        "trial" => RunKind.Trial,
        _ => null,
    };

    /// <summary>The status of that name, or null.</summary>
    public static RunStatus? Status(string name)
    {
        foreach (var status in Statuses)
        {
            if (status.Name() == name)
            {
                return status;
            }
        }

        return null;
    }
}
