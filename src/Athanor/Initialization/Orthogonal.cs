using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>A random orthogonal matrix times <see cref="Gain"/>: the smaller side of [out, in·kernel] is orthonormal, so that lengths are kept.</summary>
/// <remarks>Source: Saxe, McClelland &amp; Ganguli 2014. The Q of a normal matrix, signs fixed by R's diagonal, which makes it uniform (Mezzadri 2007).</remarks>
[Spec("orthogonal")]
public sealed record Orthogonal : InitializerSpec
{
    /// <summary>Multiplies the matrix. Default 1, whatever the activation, as in PyTorch; greater than 0.</summary>
    public double Gain { get; init; } = 1;

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain)
    {
        long rows = weight.shape[0];
        long columns = weight.numel() / rows;
        Tensor normal = randn(Math.Max(rows, columns), Math.Min(rows, columns), ScalarType.Float64);
        (Tensor q, Tensor r) = linalg.qr(normal);
        Tensor orthonormal = q * r.diagonal().sign();
        weight.copy_((rows < columns ? orthonormal.T : orthonormal).mul(Gain).reshape(weight.shape));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Gain);
}
