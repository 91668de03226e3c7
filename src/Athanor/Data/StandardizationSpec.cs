using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Says how inputs (and targets, by option) are shifted and scaled: by what the training part shows, and nothing else.</summary>
[SpecFamily("standardization")]
public abstract record StandardizationSpec : Spec
{
    /// <summary>Looks at the training part.</summary>
    /// <param name="training">The training part, not standardized.</param>
    /// <returns>What to do to every part, owned by the caller; null for nothing.</returns>
    public abstract Standardizer? Fit(Dataset training);
}
