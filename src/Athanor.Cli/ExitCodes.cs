namespace Athanor.Cli;

/// <summary>What the command's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The work failed: a training diverged, a cell of a study stayed empty, a disk is full.</summary>
    public const int Failed = 1;

    /// <summary>What was asked makes no sense: the command line, a file, a recipe.</summary>
    public const int Refused = 2;

    /// <summary>Ended by Ctrl-C or a signal; what was done so far is kept.</summary>
    public const int Interrupted = 130;
}
