using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>What <see cref="RReLU"/> builds. TorchSharp's own has no evaluation mode.</summary>
internal sealed class RReLUModule(double lower, double upper) : Module<Tensor, Tensor>(nameof(RReLU))
{
    public override Tensor forward(Tensor input)
    {
        if (!training)
        {
            return functional.leaky_relu(input, (lower + upper) / 2);
        }

        Tensor slope = empty_like(input, requires_grad: false).uniform_(lower, upper);
        return where(input > 0, input, slope * input);
    }
}
