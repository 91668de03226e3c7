using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>Binary cross-entropy that looks away from what is easy: for classes so unbalanced that the easy ones would drown the rest.</summary>
/// <remarks>
/// <para>With p_t the probability of the right answer: −α_t·(1 − p_t)^γ·log p_t, where α_t is alpha for target 1 and 1 − alpha for 0.</para>
/// <para>Prediction: logits of any shape. Target: the same shape, 0 or 1. Terms: one an element; counted: the elements that the mask leaves.</para>
/// <para>Source: Lin et al. 2017, eq. 5; torchvision's <c>sigmoid_focal_loss</c>. Computed from log-sigmoids alone, so no power of 0 has to be differentiated.</para>
/// </remarks>
[Spec("focal")]
public sealed record FocalLoss : LossSpec
{
    /// <summary>What a target of 1 weighs, beside 1 − alpha for 0; null for 1 each. Default null; within [0, 1]. The paper's is 0.25.</summary>
    public double? Alpha { get; init; }

    /// <summary>How strongly easy places fade; 0 makes it binary cross-entropy. Default 2; 0 or more.</summary>
    public double Gamma { get; init; } = 2;

    /// <inheritdoc/>
    public override string ContainedActivation => "sigmoid";

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Within(Alpha ?? 0, 0, 1, nameof(Alpha));
        at.NotNegative(Gamma);
    }

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ((targets != 0).logical_and(targets != 1), "0 or 1");

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        // The logit of the right answer: log p_t = log σ(z), log (1 − p_t) = log σ(−z).
        Tensor z = ((2 * x.Target) - 1) * x.Prediction;
        // Far below 0 the factor is 1 and its slope 0; the clamp keeps that 0 from meeting a logit that overflows.
        Tensor terms = -functional.logsigmoid(z) * (Gamma * functional.logsigmoid(-z.clamp(min: -1000))).exp();
        return x.PerElement(Alpha is { } alpha ? terms * ((alpha * x.Target) + ((1 - alpha) * (1 - x.Target))) : terms);
    }
}
