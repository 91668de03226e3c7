using System.Diagnostics;
using System.Reflection;

namespace Athanor.Trials;

/// <summary>How to start a worker process.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables to set on top of this process's own.</param>
public sealed record WorkerLaunch(string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>This very program, started again with <paramref name="arguments"/> in place of its own.</summary>
    public static WorkerLaunch Self(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        string program = System.Environment.ProcessPath ?? throw new InvalidOperationException("this process does not know its own program");
        string[] host = IsDotnetHost(program) ? [Assembly.GetEntryAssembly()!.Location] : [];
        return new WorkerLaunch(program, [.. host, .. arguments], environment ?? new Dictionary<string, string>(StringComparer.Ordinal));
    }

    internal ProcessStartInfo ToStartInfo()
    {
        var info = new ProcessStartInfo(FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        // A worker computes with the threads its recipe asks for; OpenMP must not spin on the other workers' cores while it waits.
        info.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        foreach ((string name, string value) in Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private static bool IsDotnetHost(string program) =>
        string.Equals(Path.GetFileNameWithoutExtension(program), "dotnet", StringComparison.OrdinalIgnoreCase);
}
