using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>How far a decoder's output is from what went in, summed over a sample's places: an autoencoder's loss, and the first half of a variational one's.</summary>
/// <remarks>
/// <para>Σ of binary cross-entropy (logits) or of ½·d². Prediction: [samples, …]. It is compared with the target, which for an autoencoder is its input.</para>
/// <para>Terms: one a sample; counted: the samples of which the mask leaves a place. Source: Kingma &amp; Welling 2014, appendix C (both distributions of the decoder).</para>
/// </remarks>
[Spec("reconstruction")]
public sealed record ReconstructionLoss : LossSpec
{
    /// <summary>How the output is judged. Default gaussian.</summary>
    public ReconstructionKind Kind { get; init; } = ReconstructionKind.Gaussian;

    /// <inheritdoc/>
    public override string? ContainedActivation => Kind == ReconstructionKind.Bce ? "sigmoid" : null;

    /// <summary>The term of each sample, [samples]; what is masked is left out.</summary>
    /// <param name="x">An input whose target has the prediction's shape.</param>
    /// <param name="kind">How the output is judged.</param>
    internal static Tensor PerSample(in LossInput x, ReconstructionKind kind)
    {
        Tensor terms = kind == ReconstructionKind.Bce
            ? functional.binary_cross_entropy_with_logits(x.Prediction, x.Target, reduction: nn.Reduction.None)
            : 0.5 * (x.Prediction - x.Target).square();
        return terms.dim() < 2 ? terms : x.Masked(terms).flatten(1).sum([1L]);
    }

    /// <summary>Where targets are no probabilities and would have to be.</summary>
    internal static (Tensor Where, string Wanted)? Unfit(Tensor targets, ReconstructionKind kind) =>
        kind == ReconstructionKind.Bce ? ((targets < 0).logical_or(targets > 1), "within [0, 1]; take gaussian") : null;

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => Unfit(targets, Kind);

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x) => x.PerSample(PerSample(x, Kind));
}
