namespace Athanor.Specs;

/// <summary>Names a member of a family of specs: the key by which a document chooses it (<c>model: { mlp: { … } }</c>).</summary>
/// <remarks>Nothing else registers a member; documents, the schema, the glossary and the tests find it by this attribute.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SpecAttribute(string name) : Attribute
{
    /// <summary>The member's name in kebab case, unique within its family.</summary>
    public string Name { get; } = name;
}
