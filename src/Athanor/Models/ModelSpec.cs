using Athanor.Activations;
using Athanor.Data;
using Athanor.Normalization;
using Athanor.Specs;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>Describes a model; building it needs to know the task's shapes.</summary>
[SpecFamily("model")]
public abstract record ModelSpec : Spec
{
    /// <summary>Any TorchSharp module as a model.</summary>
    /// <param name="name">Stands for the code in fingerprints: another architecture needs another name or other options.</param>
    /// <param name="options">What the module depends on: a record or an anonymous type that JSON can hold. It is written into the recipe and read back from it.</param>
    /// <param name="build">Makes the module, of fresh weights drawn from libtorch's generator: an <see cref="IBatchModel"/> or a <c>Module&lt;Tensor, Tensor&gt;</c>.
    /// It must depend on <paramref name="options"/> alone; a study refuses a delegate that captures more.</param>
    public static CustomModel Custom<TOptions>(string name, TOptions options, Func<TOptions, Module> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return CustomModels.Make<TOptions>(name, options, (read, _) => build(read), build);
    }

    /// <summary>Any TorchSharp module as a model, whose shapes follow from the task.</summary>
    /// <inheritdoc cref="Custom{TOptions}(string, TOptions, Func{TOptions, Module})"/>
    public static CustomModel Custom<TOptions>(string name, TOptions options, Func<TOptions, TaskInfo, Module> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return CustomModels.Make(name, options, build, build);
    }

    /// <summary>Builds the module with fresh weights drawn from libtorch's generator, on the CPU.</summary>
    /// <returns>A module that implements <see cref="IBatchModel"/>, or any <c>Module&lt;Tensor, Tensor&gt;</c> over the inputs.</returns>
    /// <exception cref="RecipeException">The task's shapes do not suit the model.</exception>
    public abstract Module Build(TaskInfo task, RecipePath at);

    /// <summary>How large the model would be, without building it; null where that can't be known. Training refuses what no memory holds.</summary>
    /// <remarks>Parameters of normalizations and activations may be left out.</remarks>
    public virtual ModelEstimate? Estimate(TaskInfo task) => null;

    /// <summary>The activation behind the last layer: identity for logits, null where it can't be known.</summary>
    public virtual ActivationSpec? FinalActivation => null;

    /// <summary>The activation between its hidden layers, or null where there is none or it can't be known.</summary>
    public virtual ActivationSpec? HiddenActivation => null;

    /// <summary>What brings its hidden activations to a common scale; null where it can't be known.</summary>
    public virtual NormalizationSpec? HiddenNormalization => null;

    /// <summary>How many hidden layers a signal passes one after the other, without a shortcut around them; 0 where it can't be known.</summary>
    public virtual int HiddenDepth => 0;

    /// <summary>Whether a sample's output depends on the others in its batch while training, as behind batch normalization. Default false, also where it is unknown.</summary>
    public virtual bool MixesSamples => false;

    /// <summary>The names of what the model gives beside its prediction (a latent <c>mean</c>), which a loss may read; null where it can't be known.</summary>
    public virtual IReadOnlyList<string>? FurtherOutputs => null;
}
