using System.Reflection;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>How a study that was written in C# finds its workers: the program is started again, and serves once it reaches the study of that name.</summary>
internal static class StudyWorkers
{
    private const string Variable = "ATHANOR_WORKER_OF";

    /// <summary>The study that this process is a worker of, or null.</summary>
    public static string? Serving => Environment.GetEnvironmentVariable(Variable);

    /// <summary>This program as the worker of <paramref name="study"/>, or null where it can't be started again as itself.</summary>
    public static WorkerLaunch? Launch(string study) => InTestHost() || Environment.ProcessPath is null
        ? null
        : WorkerLaunch.Self(Environment.GetCommandLineArgs().Skip(1), new Dictionary<string, string>(StringComparer.Ordinal) { [Variable] = study });

    private static bool InTestHost() =>
        Assembly.GetEntryAssembly() is not { } entry
        || entry.GetName().Name is "testhost"
        || AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name is "Microsoft.Testing.Platform" or "xunit.v3.core");
}
