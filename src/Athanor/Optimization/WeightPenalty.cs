using Athanor.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>What L1, L2 and their sum share.</summary>
internal static class WeightPenalty
{
    public static Tensor AddGradient(IEnumerable<(string Name, Parameter Parameter)> parameters, double l1, double l2, bool excludeBiases)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor[] weights, Tensor[] gradients) = Gradients.Of(parameters
            .Where(item => !(excludeBiases && item.Name.EndsWith("bias", StringComparison.Ordinal)))
            .Select(item => item.Parameter));
        Tensor penalty = weights.Length == 0
            ? zeros([], dtype: ScalarType.Float64)
            : FusedKernels.Tensor("elastic_net", weights, gradients, tensor((double[])[l1, l2]));
        return penalty.MoveToOuterDisposeScope();
    }
}
