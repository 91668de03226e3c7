using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>Pairs that are alike should point the same way, the others not: their lengths don't count.</summary>
/// <remarks>
/// <para>1 − cos where the target is 1, max(0, cos − margin) where it is −1. Prediction: the first of each pair, [samples, features]; reads <c>second</c>, of its shape; target ±1, [samples].</para>
/// <para>Terms: one a sample; counted: the samples that the mask leaves. As PyTorch's <c>CosineEmbeddingLoss</c>, but for a vector of 0, whose cosine is 0 here without an epsilon.</para>
/// </remarks>
[Spec("cosine-embedding")]
public sealed record CosineEmbeddingLoss : EmbeddingLoss
{
    /// <summary>The name of the pairs' second members.</summary>
    public const string Second = "second";

    /// <summary>The cosine up to which pairs that are not alike cost nothing. Default 0; within [−1, 1].</summary>
    public double Margin { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => [Second];

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Within(Margin, -1, 1);

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => (targets.abs() != 1, "1 (alike) or −1");

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor cosine = (Vectors.Unit(x.Prediction) * Vectors.Unit(x[Second])).sum([-1L]);
        return x.PerSample(where(x.Target == 1, 1 - cosine, functional.relu(cosine - Margin)));
    }
}
