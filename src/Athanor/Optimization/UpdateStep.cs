using Athanor.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>From summed gradients to moved weights: division by the count, the penalty's gradient, clipping, step.</summary>
/// <remarks>
/// Without penalty, and with no clipping or clipping by norm, nothing passes over the gradients but the norms and the fused kernel: the count and
/// the clipping factor are one divisor that the kernel takes. A gradient that is not finite leaves the step out, so that the weights stay
/// those of the last good update. The optimizer stays the caller's. Weights in float64 take the longer way, whose divisions are in float64 too: the fused
/// kernels' divisor is a float32.
/// </remarks>
internal sealed class UpdateStep(Optimizer optimizer, ClippingSpec clipping, RegularizationSpec regularization) : IDisposable
{
    /// <summary>Added to the norm that a bound is divided by, as in PyTorch.</summary>
    private const double Eps = 1e-6;

    private readonly Parameter[] _parameters = [.. optimizer.Parameters.Select(item => item.Parameter)];
    private readonly bool _isDouble = optimizer.Parameters.Any(item => item.Parameter.dtype == ScalarType.Float64);
    private readonly Tensor? _bound = clipping is ClipByNorm by ? GradientClipping.Bound(by.MaxNorm, by.NormType).DetachFromDisposeScope() : null;

    public Optimizer Optimizer { get; } = optimizer;

    /// <summary>What follows the norms; null where the bound is a constant.</summary>
    public ClippingBound? Following { get; } = clipping.NewBound();

    /// <summary>Takes one update.</summary>
    /// <param name="lr">The learning rate, from the schedule.</param>
    /// <param name="count">What the summed gradients are divided by: a scalar on the parameters' device, float32, or float64 where the weights are.</param>
    /// <param name="foundInf">Float32 scalar; where it is 1 the step is left out; null for 0.</param>
    /// <returns>Tensors in the current dispose scope.</returns>
    public UpdateReport Apply(double lr, Tensor count, Tensor? foundInf = null)
    {
        Tensor?[] every = [.. _parameters.Select(parameter => parameter.grad)];
        Tensor[] gradients = [.. every.OfType<Tensor>()];
        if (gradients.Length == 0)
        {
            Tensor zero = zeros_like(count);
            return new UpdateReport(zeros(_parameters.Length, device: count.device), zero, zero, zero, null);
        }

        bool folded = !_isDouble && clipping is (NoClipping or ClipByNorm or FollowingClipping) && regularization is NoRegularization;
        Tensor? penalty = null;
        if (!folded)
        {
            FusedKernels.Run("divide", gradients, count);
            count = ones([], ScalarType.Float32, count.device);
            penalty = regularization is NoRegularization ? null : regularization.AddGradient(Optimizer.Parameters);
        }

        Tensor[] measured = FusedKernels.Tensors("measure", gradients, count, _bound, foundInf);
        (Tensor norms, Tensor total, Tensor clipped, Tensor scale, Tensor leftOut) = (measured[0], measured[1], measured[2], measured[3], measured[4]);
        bool clipsInKernel = clipping is (ClipByNorm or FollowingClipping) && !_isDouble;
        if (Following is { } following)
        {
            scale = Follow(following, total, leftOut, scale);
        }
        else if (!clipsInKernel)
        {
            clipping.Clip(_parameters);
        }

        Optimizer.Step(lr, every, folded || clipsInKernel ? scale : null, leftOut);
        return new UpdateReport(OfEveryParameter(norms, every), total, clipped, leftOut, penalty);
    }

    /// <inheritdoc/>
    public void Dispose() => _bound?.Dispose();

    /// <summary>Clips to a bound that follows the norms, which are read for it: in the divisor of the kernel, or in place in float64.</summary>
    private Tensor Follow(ClippingBound following, Tensor total, Tensor leftOut, Tensor scale)
    {
        if (leftOut.item<float>() != 0)
        {
            return scale;
        }

        double norm = total.to_type(ScalarType.Float64).item<double>();
        double bound = following.Next(norm);
        if (!(norm + Eps > bound))
        {
            return scale;
        }

        if (!_isDouble)
        {
            return scale * full([], (norm + Eps) / bound, ScalarType.Float32, scale.device);
        }

        GradientClipping.ByNorm(_parameters, bound);
        return scale;
    }

    private Tensor OfEveryParameter(Tensor norms, Tensor?[] every)
    {
        long[] index = [.. Enumerable.Range(0, every.Length).Where(i => every[i] is not null).Select(i => (long)i)];
        return index.Length == every.Length
            ? norms
            : zeros(_parameters.Length, device: norms.device).index_copy_(0, tensor(index, device: norms.device), norms);
    }
}
