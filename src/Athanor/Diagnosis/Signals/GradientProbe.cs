using static TorchSharp.torch;

namespace Athanor.Diagnosis.Signals;

/// <summary>The identity, which tells the size of the gradient that passes back through it.</summary>
/// <remarks>TorchSharp has no hooks on tensors or on backward; a function of its own is the way to see a gradient that no parameter keeps.</remarks>
internal sealed class GradientProbe : autograd.SingleTensorFunction<GradientProbe>
{
    public override string Name => nameof(GradientProbe);

    /// <summary><paramref name="tensor"/> itself; on the way back <paramref name="seen"/> gets the gradient's root mean square, a scalar on the device.</summary>
    public static Tensor Watch(Tensor tensor, Action<Tensor> seen) => apply(tensor, seen);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(nameof(Watch), vars[1]);
        return ((Tensor)vars[0]).alias();
    }

    /// <returns>One gradient for each argument of <see cref="forward"/>: the action has none.</returns>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var seen = (Action<Tensor>)ctx.get_data(nameof(Watch));
        using IDisposable unwatched = no_grad();
        seen(grad_output.to_type(ScalarType.Float32).square().mean().sqrt_());
        return [grad_output, null!];
    }
}
