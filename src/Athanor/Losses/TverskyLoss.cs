using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>Dice's loss with a price of its own for what is found wrongly and for what is missed.</summary>
/// <remarks>
/// <para>1 − (TP + smooth) / (TP + alpha·FP + beta·FN + smooth) over a sample's places: TP = Σ p·t, FP = Σ p·(1 − t), FN = Σ (1 − p)·t, with p the sigmoid of the logits.</para>
/// <para>Prediction: logits [samples, …]. Target: the same shape, 0/1 or a probability. Terms: one a sample (or one a batch); counted: the samples of which the mask leaves a place.</para>
/// <para>Source: Salehi et al. 2017. With alpha and beta 0.5 it is Dice's, but for the smoothing's weight.</para>
/// </remarks>
[Spec("tversky")]
public sealed record TverskyLoss : LossSpec
{
    /// <summary>What a false positive costs. Default 0.3; 0 or more.</summary>
    public double Alpha { get; init; } = 0.3;

    /// <summary>What a false negative costs. Default 0.7; 0 or more.</summary>
    public double Beta { get; init; } = 0.7;

    /// <summary>Added to numerator and denominator, so that an empty region has a score. Default 1; 0 or more.</summary>
    public double Smooth { get; init; } = 1;

    /// <summary>Whether the regions are those of the whole batch together; accumulation then refuses it, and weights do not count. Default false.</summary>
    public bool OverBatch { get; init; }

    /// <inheritdoc/>
    public override string ContainedActivation => "sigmoid";

    /// <inheritdoc/>
    public override bool DecomposesOverSamples => !OverBatch;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.NotNegative(Alpha);
        at.NotNegative(Beta);
        at.NotNegative(Smooth);
    }

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ((targets < 0).logical_or(targets > 1), "within [0, 1]");

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        var regions = Overlap.Of(x, OverBatch);
        Tensor found = regions.Both + Smooth;
        return Overlap.Terms(x, found, found + (Alpha * (regions.Predicted - regions.Both)) + (Beta * (regions.True - regions.Both)), OverBatch);
    }
}
