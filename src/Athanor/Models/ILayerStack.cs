using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Models;

/// <summary>A model of fully connected hidden layers, one behind the other and nothing beside them, whose layers can be trained one at a time.</summary>
internal interface ILayerStack
{
    /// <summary>Hidden layers.</summary>
    int HiddenLayers { get; }

    /// <summary>The weights of hidden layer <paramref name="layer"/>, from 0.</summary>
    Linear Weights(int layer);

    /// <summary>The activation behind it.</summary>
    nn.Module<Tensor, Tensor> Activation(int layer);

    /// <summary>What the first <paramref name="layers"/> hidden layers make of the inputs, [samples, width], without dropout; the flattened inputs where it is 0.</summary>
    Tensor Code(Tensor inputs, int layers);
}
