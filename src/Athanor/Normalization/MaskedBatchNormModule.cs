using static TorchSharp.torch;

namespace Athanor.Normalization;

/// <summary>What <see cref="MaskedBatchNorm"/> builds: [samples, features, places…], normalized over the samples and places that count.</summary>
internal sealed class MaskedBatchNormModule(long features, double eps, double momentum, bool affine)
    : RunningStatisticsModule(nameof(MaskedBatchNorm), features, eps, momentum, affine)
{
    private Tensor? _mask;

    /// <summary>The normalized input, 0 where masked. What stands in masked places, even NaN, reaches neither output nor gradient.</summary>
    /// <param name="input">[samples, features, places…].</param>
    /// <param name="mask">[samples] or [samples, places…]: 0 where a place does not count.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Call(Tensor input, Tensor mask)
    {
        // Through call, so that hooks see this layer as any other.
        _mask = mask;
        try
        {
            return call(input);
        }
        finally
        {
            _mask = null;
        }
    }

    public override Tensor forward(Tensor input)
    {
        if (_mask is null)
        {
            return Plain(input);
        }

        long[] places = [input.shape[0], .. input.shape.Skip(2)];
        if (!_mask.shape.SequenceEqual(places) && !_mask.shape.SequenceEqual([places[0]]))
        {
            throw new ArgumentException($"the mask [{string.Join(", ", _mask.shape)}] fits neither the samples nor the places of the input [{string.Join(", ", input.shape)}]", nameof(input));
        }

        Tensor counts = _mask.ne(0);
        while (counts.dim() < places.Length)
        {
            counts = counts.unsqueeze(-1);
        }

        counts = counts.expand(places).unsqueeze(1);
        Tensor clean = where(counts, input, zeros_like(input));
        long[] shape = [1, input.shape[1], .. Enumerable.Repeat(1L, places.Length - 1)];
        (Tensor mean, Tensor variance) = training ? Batch(clean, counts, shape) : (RunningMean, RunningVariance);
        Tensor output = (clean - mean.view(shape)) * (variance.view(shape) + Eps).rsqrt();
        if (Weight is { } weight)
        {
            output = (output * weight.view(shape)) + Bias!.view(shape);
        }

        return where(counts, output, zeros_like(output));
    }

    private (Tensor Mean, Tensor Variance) Batch(Tensor clean, Tensor counts, long[] shape)
    {
        long[] axes = [0, .. Enumerable.Range(2, shape.Length - 2).Select(axis => (long)axis)];
        double number = counts.sum().item<long>();
        Tensor mean = clean.sum(axes) / Math.Max(number, 1);
        Tensor deviation = where(counts, clean - mean.view(shape), zeros_like(clean));
        Tensor variance = deviation.square().sum(axes) / Math.Max(number, 1);
        Counted();
        if (number > 1)
        {
            using var frozen = no_grad();
            RunningMean.mul_(1 - Momentum).add_(mean * Momentum);
            RunningVariance.mul_(1 - Momentum).add_(variance * (Momentum * number / (number - 1)));
        }

        return (mean, variance);
    }
}
