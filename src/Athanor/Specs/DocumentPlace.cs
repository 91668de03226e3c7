namespace Athanor.Specs;

/// <summary>A place as the reader meets it: what it hangs on and its own key or index, so that a path is written out only where somebody asks for it.</summary>
internal sealed record DocumentPlace(DocumentPlace? Parent, string? Key = null, int Index = 0)
{
    public static DocumentPlace Root { get; } = new(Parent: null);

    public RecipePath ToPath() => Parent is null ? RecipePath.Root : Key is not null ? Parent.ToPath().Key(Key) : Parent.ToPath().Item(Index);
}
