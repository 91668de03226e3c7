using Athanor.Specs;

namespace Athanor.Studies;

/// <summary>A component of a study as its designs see it: a name, and what it can't be without.</summary>
/// <param name="Name">Unique within the study.</param>
/// <param name="Requires">Names of other components, declared before or after; a variant that lacks one does not exist.</param>
public sealed record ComponentDeclaration(string Name, ValueList<string> Requires)
{
    /// <summary>A component that requires nothing.</summary>
    public ComponentDeclaration(string name)
        : this(name, [])
    {
    }
}
