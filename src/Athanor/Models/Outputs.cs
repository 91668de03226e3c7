using static TorchSharp.torch;

namespace Athanor.Models;

/// <summary>What a model says of a batch: logits or values, and further tensors by name. The current dispose scope owns them.</summary>
/// <param name="Prediction">Logits or values, [samples, …].</param>
public sealed record Outputs(Tensor Prediction)
{
    private static readonly Dictionary<string, Tensor> None = new(StringComparer.Ordinal);

    /// <summary>Further outputs by name, such as a latent mean.</summary>
    public IReadOnlyDictionary<string, Tensor> Others { get; init; } = None;
}
