namespace Athanor.Specs;

/// <summary>The key of a property in documents, where it is not the property's name in camel case.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SpecKeyAttribute(string key) : Attribute
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}
