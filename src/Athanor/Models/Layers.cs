using Athanor.Data;
using Athanor.Initialization;
using TorchSharp.Modules;

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
}
