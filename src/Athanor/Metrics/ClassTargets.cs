using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Reads class indexes from targets that may be probabilities.</summary>
internal static class ClassTargets
{
    public static Tensor Indexes(Tensor logits, Tensor target) => target.dim() == logits.dim() ? target.argmax(1) : target;
}
