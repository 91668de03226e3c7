using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>What the built-in models share.</summary>
internal static class Layers
{
    /// <summary>How many numbers a sample's inputs hold.</summary>
    public static long Features(TaskInfo task) => task.InputShape.Aggregate(1L, (product, size) => product * size);

    /// <summary>A linear layer, initialized.</summary>
    public static Linear Linear(long inputs, long outputs, InitializerSpec initialization, double gain)
    {
        Linear layer = TorchSharp.torch.nn.Linear(inputs, outputs);
        initialization.Apply(layer.weight!, layer.bias, gain);
        return layer;
    }

    /// <summary>A convolution that keeps height and width (divided by the stride, rounded up), initialized.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">An odd number of pixels.</param>
    /// <param name="stride">Pixels between the places that are looked at.</param>
    /// <param name="bias">Whether a bias is added: a normalization behind the layer would take it away again.</param>
    /// <param name="initialization">How it starts.</param>
    /// <param name="gain">The gain of the activation behind it.</param>
    public static Conv2d Convolution(long inputs, long outputs, long kernel, long stride, bool bias, InitializerSpec initialization, double gain)
    {
        Conv2d layer = Conv2d(inputs, outputs, kernel, stride, kernel / 2, bias: bias);
        initialization.Apply(layer.weight, bias ? layer.bias : null, gain);
        return layer;
    }

    /// <summary>The activation behind the output layer, or null for identity, which needs no call.</summary>
    public static Module<Tensor, Tensor>? OutputActivation(ActivationSpec activation, long outputs) =>
        activation is Activations.Identity ? null : activation.BuildFor(outputs);

    /// <summary>The output layer: as many units as its activation reads for the task's outputs.</summary>
    public static Linear Output(long inputs, long outputs, InitializerSpec initialization, ActivationSpec activation) =>
        Linear(inputs, outputs * activation.WidthFactor, initialization, activation.Gain);

    /// <summary>Channels, height and width of the task's images; [height, width] is one channel.</summary>
    /// <exception cref="RecipeException">The inputs are no images.</exception>
    public static (long Channels, long Height, long Width) Image(TaskInfo task, RecipePath at) => task.InputShape switch
    {
        [var height, var width] => (1, height, width),
        [var channels, var height, var width] => (channels, height, width),
        _ => throw at.Refusal("shape", $"reads images, [channels, height, width], but the data's inputs are {task.InputShape}; take data of images, or an mlp"),
    };

    /// <summary>[samples, height, width] with the channel's axis.</summary>
    public static Tensor WithChannels(Tensor images) => images.dim() == 3 ? images.unsqueeze(1) : images;

    /// <summary>Registers the modules of a list that are there, under <paramref name="name"/> and their position.</summary>
    public static void RegisterAll(this Module model, string name, IEnumerable<Module?> modules)
    {
        Module[] present = [.. modules.OfType<Module>()];
        if (present.Length > 0)
        {
            model.register_module(name, ModuleList(present));
        }
    }

    /// <summary>Registers a module that may be absent.</summary>
    public static void RegisterIfAny(this Module model, string name, Module? module)
    {
        if (module is not null)
        {
            model.register_module(name, module);
        }
    }

    /// <summary>The module's output, or the input where there is no module.</summary>
    public static Tensor Through(this Module<Tensor, Tensor>? module, Tensor input) => module is null ? input : module.call(input);
}
