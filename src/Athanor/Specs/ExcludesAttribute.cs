namespace Athanor.Specs;

/// <summary>Says that a property and another are two ways to say one thing: a patch that sets this one drops the other, unless it sets both.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ExcludesAttribute(string other) : Attribute
{
    /// <summary>The C# name of the other property.</summary>
    public string Other { get; } = other;
}
