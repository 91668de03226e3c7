using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>
/// Activation checkpointing: a part of a model whose inner activations are not kept for the backward pass but computed again in it. Memory for time: one more forward
/// pass of the part, nothing kept but its inputs.
/// </summary>
/// <remarks>
/// <para>Gradients are those of the plain part, bit for bit: the part is run again from the random state (dropout), the autocast state and the buffers that it had.
/// Buffers that the first run has moved, such as batch norm's running statistics, are moved once; PyTorch's checkpoint moves them twice.</para>
/// <para>The part may hold other checkpointed parts, and may be called several times. Its mode (training or evaluation) must not change between forward and backward, and it
/// must give one tensor that is not its input. Gradients of gradients are not to be had through it. On CUDA, whose random state TorchSharp does not give, a part
/// with dropout is refused.</para>
/// <para>Source: Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost".</para>
/// </remarks>
public static class ActivationCheckpoint
{
    /// <summary>Runs <paramref name="module"/> so that backward computes it again. Without gradients it just runs.</summary>
    /// <exception cref="NotSupportedException">The module draws random numbers on a device whose random state can't be replayed.</exception>
    public static Tensor Call(Module<Tensor, Tensor> module, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Run([module], inputs => module.call(inputs[0]), input);
    }

    /// <summary>Runs <paramref name="module"/>, which reads two tensors, so that backward computes it again.</summary>
    /// <inheritdoc cref="Call(Module{Tensor, Tensor}, Tensor)"/>
    public static Tensor Call(Module<Tensor, Tensor, Tensor> module, Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Run([module], inputs => module.call(inputs[0], inputs[1]), first, second);
    }

    /// <summary>The module as one that is checkpointed wherever it is called.</summary>
    /// <returns>A module with the parameters, buffers and submodules of <paramref name="module"/> under the same names, so that weights load into either; it owns the module.</returns>
    public static Module<Tensor, Tensor> Wrap(Module<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new CheckpointedModule(module);
    }

    /// <summary>Runs part of a model.</summary>
    /// <param name="modules">Whose parameters and buffers the part uses.</param>
    /// <param name="part">The part; it may read nothing that needs a gradient but its inputs and the modules' parameters.</param>
    /// <param name="inputs">What it reads.</param>
    internal static Tensor Run(IReadOnlyList<Module> modules, Func<Tensor[], Tensor> part, params Tensor[] inputs)
    {
        if (!is_grad_enabled())
        {
            return part(inputs);
        }

        Parameter[] parameters = [.. modules.SelectMany(module => module.parameters()).Where(parameter => parameter.requires_grad)];
        if (parameters.Length == 0 && !inputs.Any(input => input.requires_grad))
        {
            return part(inputs);
        }

        if (inputs[0].device_type != TorchSharp.DeviceType.CPU && modules.Any(module => module.training && module.modules().Prepend(module).Any(IsRandom)))
        {
            throw new NotSupportedException(
                $"activation checkpointing of {modules[0].GetName()}: its dropout can't be repeated on {inputs[0].device_type}; set its dropout to 0, or don't checkpoint it");
        }

        return RecomputedPart.Run(new Recomputation(modules, part, inputs.Length), inputs, parameters);
    }

    private static bool IsRandom(Module module) => module
        is TorchSharp.Modules.Dropout or TorchSharp.Modules.Dropout1d or TorchSharp.Modules.Dropout2d or TorchSharp.Modules.Dropout3d
        or TorchSharp.Modules.AlphaDropout or TorchSharp.Modules.FeatureAlphaDropout or TorchSharp.Modules.RReLU;
}
