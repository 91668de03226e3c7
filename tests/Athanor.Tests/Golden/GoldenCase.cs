using System.Text.Json;

namespace Athanor.Tests.Golden;

/// <summary>One case of a file of reference values.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement _case;

    public GoldenCase(string file, JsonElement element)
    {
        File = file;
        _case = element;
        Name = element.GetProperty("case").GetString()!;
        Kind = element.GetProperty("kind").GetString()!;
        Tolerance = element.GetProperty("tolerance").GetDouble();
        AbsoluteTolerance = element.TryGetProperty("absoluteTolerance", out JsonElement a) ? a.GetDouble() : null;
    }

    /// <summary>The file, such as <c>stats/tests.json</c>.</summary>
    public string File { get; }

    /// <summary>The file's unique name of the case.</summary>
    public string Name { get; }

    /// <summary>What is computed.</summary>
    public string Kind { get; }

    public double Tolerance { get; }

    public double? AbsoluteTolerance { get; }

    public JsonElement Options => _case.GetProperty("options");

    public JsonElement Data => _case.GetProperty("data");

    public JsonElement Expected => _case.GetProperty("expected");

    /// <summary>Fails the test of a case whose kind no test knows.</summary>
    public InvalidOperationException UnknownKind() => new($"{File}: {Name}: no test knows the kind '{Kind}'");
}
