using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>Huber's loss: quadratic within <see cref="Delta"/>, linear beyond, so that outliers pull with a bounded force.</summary>
/// <remarks>
/// <para>Prediction and target: any equal shape, any unit. Terms: one an element; counted: the elements that the mask leaves.</para>
/// <para>Source: Huber 1964, eq. 1.1. Scaled as in PyTorch (½·e² inside), not as in the smooth-L1 form.</para>
/// </remarks>
[Spec("huber")]
public sealed record HuberLoss : LossSpec
{
    /// <summary>Where the quadratic part ends, in units of the target. Default 1; greater than 0.</summary>
    public double Delta { get; init; } = 1;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Delta);

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor terms = functional.huber_loss(x.Prediction, x.Target, Delta, x.IsPlain ? nn.Reduction.Sum : nn.Reduction.None);
        return x.IsPlain ? x.Summed(terms, x.Prediction.numel()) : x.PerElement(terms);
    }
}
