using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>Each query should find its own key among those of the whole batch: contrastive learning without labels.</summary>
/// <remarks>
/// <para>Cross-entropy of query·keyᵀ/temperature with the diagonal as target. Prediction: the queries, [samples, features]; reads <c>key</c>, of their shape; no target.</para>
/// <para>
/// Terms: one a query; counted: the queries that the mask leaves; masked samples are nobody's negatives. Every sample is judged beside all others of its batch, so accumulation refuses it.
/// </para>
/// <para>Source: van den Oord et al. 2018, eq. 4; lengths taken off as in SimCLR (Chen et al. 2020).</para>
/// </remarks>
[Spec("info-nce")]
public sealed record InfoNce : EmbeddingLoss
{
    /// <summary>The name of the keys.</summary>
    public const string Key = "key";

    /// <summary>Divides the similarities: the smaller, the more the nearest negatives count. Default 0.1; greater than 0.</summary>
    public double Temperature { get; init; } = 0.1;

    /// <summary>Whether queries and keys are brought to length 1, so that their similarity is a cosine. Default true.</summary>
    public bool Normalize { get; init; } = true;

    /// <inheritdoc/>
    public override bool DecomposesOverSamples => false;

    /// <inheritdoc/>
    public override bool ReadsTarget => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => [Key];

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Temperature);

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor query = Normalize ? Vectors.Unit(x.Prediction) : x.Prediction;
        Tensor key = Normalize ? Vectors.Unit(x[Key]) : x[Key];
        Tensor similarity = query.matmul(key.t()) / Temperature;
        if (x.SampleMask() is { } mask)
        {
            // A masked row stays finite: its term is left out, but a row of −∞ would have no gradient.
            Tensor absent = (mask == 0).logical_and(eye(mask.shape[0], dtype: ScalarType.Bool, device: mask.device).logical_not());
            similarity = similarity.masked_fill(absent, double.NegativeInfinity);
        }

        return x.PerSample(functional.cross_entropy(similarity, arange(similarity.shape[0], device: similarity.device), reduction: nn.Reduction.None));
    }
}
