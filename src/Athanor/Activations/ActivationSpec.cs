using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>A function applied element by element between layers (or, softmax, along an axis).</summary>
[SpecFamily("activation")]
public abstract record ActivationSpec : Spec
{
    /// <summary>The module: any shape in, the same shape out.</summary>
    public abstract Module<Tensor, Tensor> Build();

    /// <summary>The gain by which initializers scale weights in front of it (PyTorch's <c>calculate_gain</c>). 1 unless the member says otherwise.</summary>
    public virtual double Gain => 1;
}
