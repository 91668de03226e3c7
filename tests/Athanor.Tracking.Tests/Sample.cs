using Athanor.Recording;

namespace Athanor.Tracking.Tests;

/// <summary>Runs as tests need them.</summary>
internal static class Sample
{
    public static RunStart Start { get; } = new()
    {
        Name = "digits",
        RecipeJson = """{"seed":3}""",
        Fingerprint = "f00d",
        Seed = 3,
        EnvironmentJson = """{"threads":1}""",
    };

    public static RunStart Trial(string key, string study = "s") => Start with { Kind = RunKind.Trial, Key = key, Study = study, Variant = "A+B" };

    public static RunEnd End(RunStatus status, params (string Name, double Value)[] results) => new()
    {
        Status = status,
        Steps = 60,
        Epochs = 5,
        Parameters = 1210,
        Seconds = 1.25,
        Checkpoint = "/checkpoints/x",
        Results = results.ToDictionary(r => r.Name, r => r.Value, StringComparer.Ordinal),
    };
}
