using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>A module without parameters that computes a formula.</summary>
internal sealed class FunctionModule(string name, Func<Tensor, Tensor> function) : Module<Tensor, Tensor>(name)
{
    public override Tensor forward(Tensor input) => function(input);
}
