namespace Athanor.Specs;

/// <summary>Lets a document write a list of one item without brackets: <c>design: additive</c>. The canonical form is the list.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOrManyAttribute : Attribute
{
    /// <summary>A second key for the property, the singular: <c>metric: x</c> for <c>metrics: [x]</c>. Default none.</summary>
    public string? Alias { get; init; }
}
