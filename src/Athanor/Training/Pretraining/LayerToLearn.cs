using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Training.Pretraining;

/// <summary>A hidden layer, and what is known of the codes that reach it.</summary>
/// <param name="Weights">The layer, whose weights are trained in place.</param>
/// <param name="Activation">What makes its code.</param>
/// <param name="Means">The mean of each of its inputs over the training part, float32 [inputs], on the layer's device.</param>
/// <param name="IsUnitRange">Whether all of them lie within [0, 1].</param>
internal sealed record LayerToLearn(Linear Weights, nn.Module<Tensor, Tensor> Activation, Tensor Means, bool IsUnitRange);
