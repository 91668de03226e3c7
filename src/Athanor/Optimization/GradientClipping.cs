using Athanor.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>Clips gradients in a loop of your own: after backward, before the step, over any subset of parameters.</summary>
/// <remarks>All work in place on the gradients; parameters without a gradient are left out.</remarks>
public static class GradientClipping
{
    /// <summary>Clamps every element of every gradient to [−<paramref name="clipValue"/>, <paramref name="clipValue"/>].</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clipValue"/> is not greater than 0.</exception>
    public static void ByValue(IEnumerable<Parameter> parameters, double clipValue)
    {
        RequirePositive(clipValue, nameof(clipValue));
        using DisposeScope scope = NewDisposeScope();
        (_, Tensor[] gradients) = Gradients.Of(parameters);
        if (gradients.Length > 0)
        {
            FusedKernels.Run("clip_by_value", gradients, tensor((double[])[clipValue]));
        }
    }

    /// <summary>Multiplies all gradients by min(1, maxNorm / (norm + 1e-6)), where the norm runs over all their elements together.</summary>
    /// <param name="parameters">Whose gradients are clipped.</param>
    /// <param name="maxNorm">The largest norm that stays; greater than 0.</param>
    /// <param name="normType">The order of the norm: 1, 2, any other, infinity; 0 is read as infinity, as the literature writes it.</param>
    /// <returns>The norm before clipping; 0 without gradients. Where it is not finite the gradients are no longer of use.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double ByNorm(IEnumerable<Parameter> parameters, double maxNorm, double normType = 2)
    {
        RequirePositive(maxNorm, nameof(maxNorm));
        using DisposeScope scope = NewDisposeScope();
        (_, Tensor[] gradients) = Gradients.Of(parameters);
        using Tensor bound = Bound(maxNorm, normType);
        return gradients.Length == 0 ? 0 : FusedKernels.Tensor("clip_by_norm", gradients, bound).ToDouble();
    }

    /// <summary>
    /// Adaptive gradient clipping: scales the gradient of each unit (row; a vector is one unit) whose norm is above <paramref name="clipping"/> times
    /// that of the unit's weights, taken as at least <paramref name="eps"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not greater than 0.</exception>
    public static void Adaptive(IEnumerable<Parameter> parameters, double clipping = 0.01, double eps = 1e-3)
    {
        RequirePositive(clipping, nameof(clipping));
        RequirePositive(eps, nameof(eps));
        using DisposeScope scope = NewDisposeScope();
        (Tensor[] weights, Tensor[] gradients) = Gradients.Of(parameters);
        FusedKernels.Run("clip_adaptive", weights, gradients, tensor((double[])[clipping, eps]));
    }

    /// <summary>The bound and the order of the norm as kernels read them.</summary>
    internal static Tensor Bound(double maxNorm, double normType)
    {
        if (!(normType >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(normType), normType, "the order of a norm is 1, 2, any other number above 0, or infinity (also written 0)");
        }

        return tensor((double[])[maxNorm, normType == 0 ? double.PositiveInfinity : normType]);
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0))
        {
            throw new ArgumentOutOfRangeException(name, value, "must be greater than 0");
        }
    }
}
