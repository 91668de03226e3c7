using Athanor.Data;

namespace Athanor.Models;

/// <summary>A module that reads more of the batch than its inputs, such as lengths or a mask.</summary>
public interface IBatchModel
{
    /// <summary>The outputs for <paramref name="batch"/>: the logits or values, and further tensors by name.</summary>
    Outputs Forward(Batch batch);
}
