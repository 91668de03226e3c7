using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Diagnosis;

/// <summary>A changed recipe that was trained under the clinic's eyes, and what came of it.</summary>
public sealed record RepairAttempt
{
    /// <summary>Where in the search it was tried.</summary>
    public required RepairStage Stage { get; init; }

    /// <summary>The treatments that it has, in the order in which they were applied.</summary>
    public required ValueList<string> Treatments { get; init; }

    /// <summary>The change that was left out, in an ablation; else null.</summary>
    public string? Without { get; init; }

    /// <summary>What was trained.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Whether it healed: see docs/clinic.md.</summary>
    public required bool Healed { get; init; }

    /// <summary>Why not, in a few words; empty where it healed.</summary>
    public required string Reason { get; init; }

    /// <summary>The measure that decides (<see cref="Repair.Measure"/>); +∞ where the training diverged or could not begin.</summary>
    public required double Left { get; init; }

    /// <summary>The findings that it still had, or had newly, worst first.</summary>
    public required ValueList<string> Findings { get; init; }

    /// <summary>Wall time of its training, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Its run in the store.</summary>
    public required string Run { get; init; }

    /// <summary>Whether it was found in the store instead of being trained now.</summary>
    public required bool Reused { get; init; }

    /// <summary>The name in tables: the treatments, joined by +, less what was left out.</summary>
    public string Name => string.Join(" + ", Treatments) + (Without is null ? "" : $" − {Without}");
}
