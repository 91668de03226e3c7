using Athanor.Data;
using Athanor.Training;

namespace Athanor.Trials;

/// <summary>A recipe that somebody wants trained, and for what.</summary>
public sealed record Trial
{
    /// <summary>The study, search or ensemble that wants it.</summary>
    public required string Study { get; init; }

    /// <summary>Which of its variants this is.</summary>
    public required string Variant { get; init; }

    /// <summary>What to train, its seed included.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>What decides whether a finished trial is used again: see <see cref="TrialKey"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Where relative paths start.</summary>
    public required DataContext Context { get; init; }

    /// <summary>Who watches the training beside it, by the name of a <see cref="TrialWatch"/>; null for nobody. It changes no number, but is part of the key.</summary>
    public string? Watch { get; init; }

    /// <summary>The name for people: <c>study/variant/seed</c>.</summary>
    public string Name => $"{Study}/{Variant}/{Recipe.Seed}";
}
