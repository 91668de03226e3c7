using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>Pairs that are alike are pulled together, the others pushed apart until a margin lies between them.</summary>
/// <remarks>
/// <para>½·(y·D² + (1 − y)·max(0, margin − D)²) with the Euclidean distance D. Prediction: the first of each pair, [samples, features]; reads <c>second</c>, of its shape.</para>
/// <para>Target: 1 where the pair is alike, 0 where it is not, [samples] (Hadsell et al. 2006 write it the other way round). Equal pairs have gradient 0.</para>
/// <para>Terms: one a sample; counted: the samples that the mask leaves.</para>
/// </remarks>
[Spec("contrastive")]
public sealed record ContrastiveLoss : EmbeddingLoss
{
    /// <summary>The name of the pairs' second members.</summary>
    public const string Second = "second";

    /// <summary>How far apart the others must be. Default 1; greater than 0.</summary>
    public double Margin { get; init; } = 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => [Second];

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Margin);

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ((targets != 0).logical_and(targets != 1), "1 (alike) or 0");

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor difference = x.Prediction - x[Second];
        Tensor alike = difference.square().sum([-1L]);
        Tensor apart = functional.relu(Margin - Vectors.Norm(difference)).square();
        return x.PerSample(0.5 * where(x.Target == 1, alike, apart));
    }
}
