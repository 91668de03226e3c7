using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>An anchor should be nearer to what is alike than to what is not, by a margin.</summary>
/// <remarks>
/// <para>max(0, margin + ‖a − b + eps‖_p − ‖a − n + eps‖_p). Prediction: the anchor a, [samples, features]; reads <c>positive</c> (b) and <c>negative</c> (n), of its shape; no target.</para>
/// <para>Terms: one a sample; counted: the samples that the mask leaves. Source: Schroff et al. 2015, without their squares, as PyTorch's <c>TripletMarginLoss</c>.</para>
/// </remarks>
[Spec("triplet")]
public sealed record TripletLoss : EmbeddingLoss
{
    /// <summary>The name of the samples that are like the anchors.</summary>
    public const string Positive = "positive";

    /// <summary>The name of those that are not.</summary>
    public const string Negative = "negative";

    /// <summary>By how much the positive must be nearer. Default 1; greater than 0.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>The norm that measures distance: 1, 2, or any number of at least 1. Default 2.</summary>
    public double P { get; init; } = 2;

    /// <summary>Added to every difference. Default 1e-6; 0 or more.</summary>
    public double Eps { get; init; } = 1e-6;

    /// <inheritdoc/>
    public override bool ReadsTarget => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => [Positive, Negative];

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(Margin);
        at.Require(P >= 1, $"{P} is less than 1, where distances are none", nameof(P));
        at.NotNegative(Eps);
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor near = Vectors.Norm(x.Prediction - x[Positive] + Eps, P);
        Tensor far = Vectors.Norm(x.Prediction - x[Negative] + Eps, P);
        return x.PerSample(functional.relu(Margin + near - far));
    }
}
