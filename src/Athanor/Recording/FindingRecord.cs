using Athanor.Specs;

namespace Athanor.Recording;

/// <summary>Something that was seen going wrong in a run.</summary>
public sealed record FindingRecord
{
    /// <summary>What it is, in kebab-case: <c>vanishing-gradient</c>.</summary>
    public required string Symptom { get; init; }

    /// <summary>How bad, from 0 (worth knowing) to 1 (nothing is learned).</summary>
    public double Severity { get; init; }

    /// <summary>The step from which it was seen.</summary>
    public long SinceStep { get; init; }

    /// <summary>The layers concerned, by name. Default none.</summary>
    public ValueList<string> Layers { get; init; } = [];

    /// <summary>The numbers that show it: a JSON object. Default empty.</summary>
    public string EvidenceJson { get; init; } = "{}";
}
