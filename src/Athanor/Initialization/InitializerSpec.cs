using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>How a layer's weights start.</summary>
[SpecFamily("initialization")]
public abstract record InitializerSpec : Spec
{
    /// <summary>Fills <paramref name="weight"/> ([out, in, …]) and <paramref name="bias"/> in place from libtorch's generator.</summary>
    /// <param name="weight">The weight, a leaf tensor of at least two axes.</param>
    /// <param name="bias">The layer's bias ([out]), or null. It starts at 0 unless the member says otherwise.</param>
    /// <param name="gain">The gain of the activation behind the layer.</param>
    public void Apply(Tensor weight, Tensor? bias, double gain)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Fill(weight, gain);
        if (bias is not null)
        {
            FillBias(bias, weight);
        }
    }

    /// <summary>Fills the weight; gradients are off.</summary>
    protected abstract void Fill(Tensor weight, double gain);

    /// <summary>Fills the bias; gradients are off. 0 unless overridden.</summary>
    protected virtual void FillBias(Tensor bias, Tensor weight) => bias.zero_();
}
