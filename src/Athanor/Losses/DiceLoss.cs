using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>1 − Dice's coefficient of a predicted and a true region: for segmentation where the region is a small part of the picture.</summary>
/// <remarks>
/// <para>1 − (2·Σ p·t + smooth) / (Σ p + Σ t + smooth) over a sample's places, with p the sigmoid of the logits.</para>
/// <para>Prediction: logits [samples, …]. Target: the same shape, 0/1 or a probability. Terms: one a sample (or one a batch); counted: the samples of which the mask leaves a place.</para>
/// <para>Source: Milletari et al. 2016, without their squares in the denominator.</para>
/// </remarks>
[Spec("dice")]
public sealed record DiceLoss : LossSpec
{
    /// <summary>Added to numerator and denominator, so that an empty region has a score. Default 1; 0 or more.</summary>
    public double Smooth { get; init; } = 1;

    /// <summary>Whether the regions are those of the whole batch together, which steadies tiny ones; accumulation then refuses it, and weights do not count. Default false.</summary>
    public bool OverBatch { get; init; }

    /// <inheritdoc/>
    public override string ContainedActivation => "sigmoid";

    /// <inheritdoc/>
    public override bool DecomposesOverSamples => !OverBatch;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Smooth);

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ((targets < 0).logical_or(targets > 1), "within [0, 1]");

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        var regions = Overlap.Of(x, OverBatch);
        return Overlap.Terms(x, (2 * regions.Both) + Smooth, regions.Predicted + regions.True + Smooth, OverBatch);
    }
}
