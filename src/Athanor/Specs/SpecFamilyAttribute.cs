namespace Athanor.Specs;

/// <summary>Names a family of specs, a union of which a document chooses one member by its key: <c>model</c>, <c>loss</c>, <c>optimizer</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SpecFamilyAttribute(string name) : Attribute
{
    /// <summary>The family's name as messages say it, singular: <c>optimizer</c>.</summary>
    public string Name { get; } = name;
}
