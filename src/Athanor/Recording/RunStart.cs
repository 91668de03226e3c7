namespace Athanor.Recording;

/// <summary>What is known of a run before its first step.</summary>
public sealed record RunStart
{
    /// <summary>Why it is made. Default <see cref="RunKind.Train"/>.</summary>
    public RunKind Kind { get; init; } = RunKind.Train;

    /// <summary>A name for people; need not be unique. Default empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The recipe's canonical JSON.</summary>
    public required string RecipeJson { get; init; }

    /// <summary>The recipe's fingerprint: SHA-256 of the canonical JSON, in hex.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What decides whether a finished trial is used again; null where that is not asked.</summary>
    public string? Key { get; init; }

    /// <summary>The study that made it, or null.</summary>
    public string? Study { get; init; }

    /// <summary>The study's variant, or null.</summary>
    public string? Variant { get; init; }

    /// <summary>The recipe's seed. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Versions, device, threads, machine: a JSON object. Default empty.</summary>
    public string EnvironmentJson { get; init; } = "{}";
}
