using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>A function applied element by element between layers (or along an axis: softmax, the gated units).</summary>
[SpecFamily("activation")]
public abstract record ActivationSpec : Spec
{
    /// <summary>The module: any shape in, the same shape out, but that a gated unit halves its axis (<see cref="WidthFactor"/>).</summary>
    public abstract Module<Tensor, Tensor> Build();

    /// <summary>The module behind a layer whose units lie along axis 1: [samples, units] or [samples, channels, height, width].</summary>
    /// <param name="units">How many units come out. A member that learns something for each needs to know; others ignore it.</param>
    public virtual Module<Tensor, Tensor> BuildFor(long units) => Build();

    /// <summary>The gain by which initializers scale weights in front of it (PyTorch's <c>calculate_gain</c>). 1 unless the member says otherwise.</summary>
    public virtual double Gain => 1;

    /// <summary>How many units it reads for each that it gives: the layer in front is that much wider. 1, and 2 for gated units.</summary>
    public virtual int WidthFactor => 1;

    /// <summary>Whether an output depends on the one input at its place. True, but for softmax, log-softmax and the gated units.</summary>
    public virtual bool IsElementWise => WidthFactor == 1;

    /// <summary>A module without parameters that computes <paramref name="function"/>, for members that are one formula.</summary>
    protected Module<Tensor, Tensor> Formula(Func<Tensor, Tensor> function) => new FunctionModule(GetType().Name, function);
}
