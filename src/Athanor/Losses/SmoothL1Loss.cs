using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>Smooth L1: the absolute error with its corner rounded off within <see cref="Beta"/>.</summary>
/// <remarks>
/// <para>With d = prediction − target: d²/(2·beta) where |d| &lt; beta, else |d| − beta/2. It is Huber's loss divided by its delta, so that far errors have slope 1.</para>
/// <para>Prediction and target: any equal shape, any unit. Terms: one an element; counted: the elements that the mask leaves.</para>
/// <para>Source: Girshick 2015 (Fast R-CNN), eq. 3, with beta as in PyTorch. With beta 0 it is the absolute error.</para>
/// </remarks>
[Spec("smooth-l1")]
public sealed record SmoothL1Loss : LossSpec
{
    /// <summary>Where the quadratic part ends, in units of the target. Default 1; 0 or more.</summary>
    public double Beta { get; init; } = 1;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Beta);

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        // libtorch's kernel gives a gradient of −1 at an error of 0 where beta is 0; that of the absolute error is 0 there.
        nn.Reduction reduction = x.IsPlain ? nn.Reduction.Sum : nn.Reduction.None;
        Tensor terms = Beta == 0 ? functional.l1_loss(x.Prediction, x.Target, reduction) : functional.smooth_l1_loss(x.Prediction, x.Target, reduction, Beta);
        return x.IsPlain ? x.Summed(terms, x.Prediction.numel()) : x.PerElement(terms);
    }
}
