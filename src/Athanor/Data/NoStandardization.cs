using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Leaves the data as they are.</summary>
[Spec("none")]
public sealed record NoStandardization : StandardizationSpec
{
    /// <inheritdoc/>
    public override Standardizer? Fit(Dataset training) => null;
}
