using Athanor.Specs;

namespace Athanor.Studies;

/// <summary>What makes a variant: the components that it holds. Two keys with the same components are equal.</summary>
/// <param name="Components">Names in declared order; none for the baseline.</param>
public sealed record VariantKey(ValueList<string> Components)
{
    /// <summary>The variant without any component.</summary>
    public static VariantKey Baseline { get; } = new(Components: []);

    /// <summary>Whether this is the baseline.</summary>
    public bool IsBaseline => Components.Count == 0;

    /// <summary><c>baseline</c>, or the components joined: <c>relu+batchNorm</c>.</summary>
    public string Name => IsBaseline ? "baseline" : string.Join('+', Components);

    /// <summary>The name that a paper's table gives it: <c>A (baseline)</c>, <c>A+relu</c>, <c>A+relu+batchNorm (final)</c>; A is the baseline.</summary>
    /// <param name="full">The variant with all components of the study.</param>
    public string Label(VariantKey full) => IsBaseline ? "A (baseline)" : $"A+{Name}{(Equals(full) ? " (final)" : "")}";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
