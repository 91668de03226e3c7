using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Athanor.Persistence;

/// <summary>What a part of a training must have back to go on as if it had never ended: named tensors, and named values beside them.</summary>
public sealed record SavedState
{
    /// <summary>Tensors by name. Saved: live ones that the part goes on owning, to be read at once. Restored: the caller's, to be copied from.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; init; } = new Dictionary<string, Tensor>(StringComparer.Ordinal);

    /// <summary>Values by name; numbers are written so that they come back bit for bit, NaN and the infinities included.</summary>
    public JsonObject Values { get; init; } = [];
}
