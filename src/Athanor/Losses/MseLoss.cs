using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>The squared error.</summary>
/// <remarks>
/// <para>Prediction and target: any equal shape, any unit. Terms: one an element; counted: the elements that the mask leaves.</para>
/// <para>The mean of the terms is the mean squared error; no factor ½, as in PyTorch.</para>
/// </remarks>
[Spec("mse")]
public sealed record MseLoss : LossSpec
{
    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor terms = functional.mse_loss(x.Prediction, x.Target, x.IsPlain ? nn.Reduction.Sum : nn.Reduction.None);
        return x.IsPlain ? x.Summed(terms, x.Prediction.numel()) : x.PerElement(terms);
    }
}
