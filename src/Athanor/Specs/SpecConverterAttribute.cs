namespace Athanor.Specs;

/// <summary>Says that documents hold values of this type in a form of its own.</summary>
/// <param name="converter">A <see cref="SpecConverter{T}"/> of this type with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class SpecConverterAttribute(Type converter) : Attribute
{
    /// <summary>The converter's type.</summary>
    public Type Converter { get; } = converter;
}
