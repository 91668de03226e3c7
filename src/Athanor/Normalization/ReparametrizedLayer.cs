using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>A linear layer or convolution whose weight is computed from other parameters in every pass.</summary>
internal abstract class ReparametrizedLayer : Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor, Tensor?, Tensor> _apply;
    private readonly bool _hasBias;

    /// <summary>Takes over the bias of <paramref name="layer"/> and frees the layer; the weight is handed to <paramref name="register"/>.</summary>
    protected ReparametrizedLayer(string name, Module<Tensor, Tensor> layer, Action<ReparametrizedLayer, Tensor> register)
        : base(name)
    {
        _apply = Apply(layer);
        using Tensor weight = layer.get_parameter("weight")!.detach();
        register(this, weight);
        Tensor? bias = layer.get_parameter("bias");
        _hasBias = bias is not null;
        if (bias is not null)
        {
            using Tensor values = bias.detach();
            this.AddParameter("bias", values.clone());
        }

        layer.Dispose();
    }

    public sealed override Tensor forward(Tensor input) => _apply(input, EffectiveWeight(), _hasBias ? get_parameter("bias") : null);

    /// <summary>The weight that the layer applies.</summary>
    protected abstract Tensor EffectiveWeight();

    /// <summary>Refuses a weight that starts at 0 where it would be divided by its own size: 0/0 at the first step.</summary>
    protected static void RefuseZero(bool isZero, string normalization, string what)
    {
        if (isZero)
        {
            throw new RecipeException("zero-weight", "model", $"{normalization} normalization divides a weight by its own size, and {what} starts at 0; take another initialization, such as kaiming-normal");
        }
    }

    private static Func<Tensor, Tensor, Tensor?, Tensor> Apply(Module<Tensor, Tensor> layer)
    {
        if (layer is Linear)
        {
            return static (input, weight, bias) => functional.linear(input, weight, bias);
        }

        Conv2d convolution = layer as Conv2d
            ?? throw new ArgumentException($"the weight of a {layer.GetName()} can't be normalized; only linear layers and convolutions can", nameof(layer));
        (long[] stride, long[] padding, long[] dilation, long groups) = (convolution.stride, convolution.padding ?? throw new ArgumentException("the convolution's padding must be a number", nameof(layer)), convolution.dilation, convolution.groups);
        return (input, weight, bias) => functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
    }
}
