using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>No penalty: the default.</summary>
[Spec("none")]
public sealed record NoRegularization : RegularizationSpec
{
    /// <inheritdoc/>
    public override Tensor AddGradient(IEnumerable<(string Name, Parameter Parameter)> parameters) => zeros([], dtype: ScalarType.Float64);
}
