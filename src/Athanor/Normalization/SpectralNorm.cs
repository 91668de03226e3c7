using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Divides each layer's weight by its largest singular value, so that a layer stretches no input by more than 1.</summary>
/// <remarks>
/// <para>Wraps the layers that other members stand behind. The singular value is followed by power iteration: each training pass improves the vectors u and v, evaluation
/// uses them as they are, and no gradient flows through them. Convolutions count as the matrix [channels, everything else].</para>
/// <para>A layer keeps its parameters <c>weight</c> and <c>bias</c>, and has the buffers <c>u</c> and <c>v</c>. u starts at random, refined by 15 iterations.</para>
/// <para>Source: Miyato et al. 2018, algorithm 1.</para>
/// </remarks>
[Spec("spectral")]
public sealed record SpectralNorm : NormalizationSpec
{
    /// <summary>Power iterations in each training pass. Default 1; at least 1.</summary>
    public int PowerIterations { get; init; } = 1;

    /// <summary>The least norm that is divided by. Default 1e-12; greater than 0.</summary>
    public double Eps { get; init; } = 1e-12;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor>? BuildForFeatures(long features) => null;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor>? BuildForImages(long channels) => null;

    /// <inheritdoc/>
    /// <exception cref="RecipeException">The layer's weight starts at 0, which has no size to divide by.</exception>
    public override Module<Tensor, Tensor> Wrap(Module<Tensor, Tensor> layer) => new SpectralNormLayer(layer, PowerIterations, Eps);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(PowerIterations, 1);
        at.Positive(Eps);
    }

    /// <summary>Improves u and v by power iterations, without gradient.</summary>
    internal static (Tensor U, Tensor V) Iterate(Tensor weight, Tensor u, int iterations, double eps)
    {
        using var frozen = no_grad();
        Tensor matrix = weight.detach().flatten(1);
        Tensor v = Unit(matrix.T.mv(u), eps);
        u = Unit(matrix.mv(v), eps);
        for (int i = 1; i < iterations; i++)
        {
            v = Unit(matrix.T.mv(u), eps);
            u = Unit(matrix.mv(v), eps);
        }

        return (u, v);
    }

    /// <summary>uᵀ W v, the largest singular value as far as u and v are right.</summary>
    internal static Tensor Sigma(Tensor weight, Tensor u, Tensor v) => u.dot(weight.flatten(1).mv(v));

    private static Tensor Unit(Tensor vector, double eps) => vector / vector.norm().clamp_min(eps);
}
