using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The root of the mean squared error, in units of the target.</summary>
/// <remarks>
/// <para>√(mean of (prediction − target)²) over what mask and weight leave of the batch: a number of the batch, not a sum over samples, so accumulation refuses it.</para>
/// <para>
/// Prediction and target: any equal shape. Terms: the root, once for each element; counted: the elements that the mask leaves, so that a mean over batches weighs them by their size.
/// Where all errors are 0 the gradient is 0, where autograd would give NaN.
/// </para>
/// </remarks>
[Spec("rmse")]
public sealed record RmseLoss : LossSpec
{
    /// <inheritdoc/>
    public override bool DecomposesOverSamples => false;

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x) => base.Fit(x.WithoutWeightless());

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor mean = x.PerElement((x.Prediction - x.Target).square()).Reduce(Reduction.Mean);
        Tensor root = where(mean == 0, zeros_like(mean), where(mean == 0, ones_like(mean), mean).sqrt());
        return x.PerElement(root.expand(x.Prediction.shape));
    }
}
