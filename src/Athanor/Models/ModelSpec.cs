using Athanor.Activations;
using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>Describes a model; building it needs to know the task's shapes.</summary>
[SpecFamily("model")]
public abstract record ModelSpec : Spec
{
    /// <summary>Builds the module with fresh weights drawn from libtorch's generator, on the CPU.</summary>
    /// <returns>A module that implements <see cref="IBatchModel"/>, or any <c>Module&lt;Tensor, Tensor&gt;</c> over the inputs.</returns>
    /// <exception cref="RecipeException">The task's shapes do not suit the model.</exception>
    public abstract Module Build(TaskInfo task, RecipePath at);

    /// <summary>The activation behind the last layer: identity for logits, null where it can't be known.</summary>
    public virtual ActivationSpec? FinalActivation => null;
}
