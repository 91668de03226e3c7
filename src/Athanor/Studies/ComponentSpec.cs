using Athanor.Specs;

namespace Athanor.Studies;

/// <summary>A component in a study's document.</summary>
public sealed record ComponentSpec : Spec
{
    /// <summary>What it changes: a patch over the recipe's document.</summary>
    public required RawValue Patch { get; init; }

    /// <summary>Components that it builds on: a variant without them does not exist. Default none.</summary>
    public ValueList<string> Requires { get; init; } = [];
}
