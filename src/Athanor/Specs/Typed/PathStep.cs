namespace Athanor.Specs.Typed;

/// <summary>One step of a path: a key, or where <see cref="Key"/> is null an index.</summary>
internal readonly record struct PathStep(string? Key, int Index)
{
    public RecipePath From(RecipePath at) => Key is null ? at.Item(Index) : at.Key(Key);

    public override string ToString() => Key ?? $"[{Index}]";
}
