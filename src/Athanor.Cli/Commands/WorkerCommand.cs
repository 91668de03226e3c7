using System.CommandLine;
using System.Reflection;
using Athanor.Trials;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor worker</c>: takes trials from standard input; studies and repairs start it, people don't.</summary>
internal sealed class WorkerCommand : Verb
{
    public const string VerbName = "worker";

    /// <summary>How workers are started; null within another program, which trains the trials itself.</summary>
    public static WorkerLaunch? Launch =>
        Assembly.GetEntryAssembly() == typeof(WorkerCommand).Assembly ? WorkerLaunch.Self([VerbName]) : null;

    public WorkerCommand()
        : base(VerbName, "Trains the trials that its parent process sends.") => Hidden = true;

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        using Stream requests = StandardStreams.Input();
        using Stream events = StandardStreams.Output();
        TrialWorker.Serve(requests, events);
        return Task.FromResult(ExitCodes.Done);
    }
}
