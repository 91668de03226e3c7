namespace Athanor.Specs;

/// <summary>Marks a property that is no option: documents, fingerprints and schemas leave it out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SpecIgnoreAttribute : Attribute;
