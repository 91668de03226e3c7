using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>The absolute error, in units of the target.</summary>
/// <remarks>
/// <para>Prediction and target: any equal shape, any unit. Terms: one an element; counted: the elements that the mask leaves.</para>
/// <para>At an error of 0 the gradient is 0.</para>
/// </remarks>
[Spec("mae")]
public sealed record MaeLoss : LossSpec
{
    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor terms = functional.l1_loss(x.Prediction, x.Target, x.IsPlain ? nn.Reduction.Sum : nn.Reduction.None);
        return x.IsPlain ? x.Summed(terms, x.Prediction.numel()) : x.PerElement(terms);
    }
}
