using Athanor.Cli.Documents;
using Athanor.Recording;
using Athanor.Specs;

namespace Athanor.Cli;

/// <summary>What an exception is to the user: an exit code, a kind, a place and one line.</summary>
internal sealed record Failure(int ExitCode, string Code, string Where, string Message)
{
    // ENOSPC, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL, as HRESULTs of IOException.
    private static readonly int[] DiskFull = [28, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public static Failure Of(Exception exception) => exception switch
    {
        RecipeException refusal => new(ExitCodes.Refused, refusal.Code, refusal.Path is { Length: > 0 } path ? path : refusal.File ?? "", refusal.Message),
        StoreException store => new(ExitCodes.Failed, store.Code, store.Store, store.Message),
        OperationCanceledException => new(ExitCodes.Interrupted, "interrupted", "", "interrupted; what was finished is kept: the same command goes on from there"),
        AggregateException { InnerExceptions: [var only] } => Of(only),
        IOException full when DiskFull.Contains(full.HResult) => new(
            ExitCodes.Failed, "disk-full", "", $"{full.Message.TrimEnd('.')}: the disk is full; free some space and run the same command again"),
        IOException or UnauthorizedAccessException => new(ExitCodes.Failed, "io", "", exception.Message),
        _ => new(ExitCodes.Failed, "internal", "", $"internal error: {exception.GetType().Name}: {exception.Message}; run again with --debug"),
    };

    public ErrorDocument Document(string verb) => new(verb, new ErrorDetail(Code, Where, Message.ReplaceLineEndings(" ")));
}
