using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>A named part of a loss, such as a reconstruction error or a divergence.</summary>
/// <param name="Terms">Its terms, of the shape of the loss's own.</param>
/// <param name="Scale">What it is multiplied with in the loss: the sum of a loss is Σ scale · part. Recorded is the part as it is.</param>
public sealed record LossPart(Tensor Terms, double Scale = 1)
{
    /// <summary>The sum of the terms: a scalar.</summary>
    public Tensor Sum => Terms.sum();
}
