using Athanor.Cli.Documents;
using Athanor.Recording;
using Athanor.Specs;

namespace Athanor.Cli;

/// <summary>What an exception is to the user: an exit code, a kind, a place and one line.</summary>
internal sealed record Failure(int ExitCode, string Code, string Where, string Message)
{
    // ENOSPC, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL, as HRESULTs of IOException.
    private static readonly int[] DiskFull = [28, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>The failure of a command.</summary>
    /// <param name="exception">What ended it.</param>
    /// <param name="again">How it goes on once the cause is mended.</param>
    public static Failure Of(Exception exception, string again) => exception switch
    {
        RecipeException refusal => new(ExitCodes.Refused, refusal.Code, refusal.Path is { Length: > 0 } path ? path : refusal.File ?? "", refusal.Message),
        StoreException { Code: "disk-full" } full => new(ExitCodes.Failed, full.Code, full.Store, $"{full.Message}; then {again}"),
        StoreException store => new(ExitCodes.Failed, store.Code, store.Store, store.Message),
        OperationCanceledException => new(ExitCodes.Interrupted, "interrupted", "", "interrupted; what was finished is kept: the same command goes on from there"),
        AggregateException { InnerExceptions: [var only] } => Of(only, again),
        IOException full when DiskFull.Contains(full.HResult) => new(
            ExitCodes.Failed, "disk-full", "", $"{full.Message.TrimEnd('.')}: the disk is full: make room; then {again}"),
        IOException or UnauthorizedAccessException => new(ExitCodes.Failed, "io", "", exception.Message),
        _ => new(ExitCodes.Failed, "internal", "", $"internal error: {exception.GetType().Name}: {exception.Message}; run again with --debug"),
    };

    public ErrorDocument Document(string verb) => new(verb, new ErrorDetail(Code, Where, Message.ReplaceLineEndings(" ")));
}
