using System.Text.Json.Nodes;
using Athanor.Recording;
using Athanor.Specs;

namespace Athanor.Diagnosis;

/// <summary>Something that goes wrong in a training: what, where, since when, the evidence, and what to try.</summary>
public sealed record Finding
{
    private const int MostLayersInShort = 6;

    /// <summary>What it is, in kebab-case: <c>vanishing-gradient</c>. Answers to <c>athanor terms</c> where it has a page.</summary>
    public required string Symptom { get; init; }

    /// <summary>How bad, from 0 (worth knowing) to 1 (nothing is learned).</summary>
    public required double Severity { get; init; }

    /// <summary>The update from which it was seen; 0 where it stood before the first.</summary>
    public long SinceStep { get; init; }

    /// <summary>The layers concerned, in the order in which they run; empty where it concerns no layer.</summary>
    public ValueList<string> Layers { get; init; } = [];

    /// <summary>What it means, in one sentence.</summary>
    public required string Meaning { get; init; }

    /// <summary>The numbers that show it, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Numbers { get; init; } = [];

    /// <summary>The series that show it, by name; the name says over what they run.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<double>>> Series { get; init; } = [];

    /// <summary>What to try, in this order.</summary>
    public IReadOnlyList<Treatment> Treatments { get; init; } = [];

    /// <summary>The layers concerned in few words: all of up to six, else the first two and the last; empty where it concerns no layer.</summary>
    public string WhereInShort() => Layers.Count <= MostLayersInShort
        ? string.Join(", ", Layers)
        : $"{Layers[0]}, {Layers[1]}, … {Layers[^1]} ({Layers.Count} layers)";

    /// <summary>The numbers and series as one JSON object.</summary>
    public JsonObject ToEvidence()
    {
        var evidence = new JsonObject();
        foreach ((string name, double value) in Numbers)
        {
            evidence[name] = Number(value);
        }

        foreach ((string name, IReadOnlyList<double> values) in Series)
        {
            evidence[name] = new JsonArray([.. values.Select(Number)]);
        }

        return evidence;
    }

    /// <summary>As the run store keeps it.</summary>
    public FindingRecord ToRecord() => new()
    {
        Symptom = Symptom,
        Severity = Severity,
        SinceStep = SinceStep,
        Layers = Layers,
        EvidenceJson = ToEvidence().ToJsonString(),
    };

    private static JsonNode Number(double value) => double.IsFinite(value)
        ? JsonValue.Create(value)
        : JsonValue.Create(value switch { double.PositiveInfinity => "Infinity", double.NegativeInfinity => "-Infinity", _ => "NaN" });
}
