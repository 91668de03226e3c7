using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>Two convolutions and a shortcut around them: the basic block of a <see cref="ResNetSpec"/>.</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _first;
    private readonly Module<Tensor, Tensor>? _firstNormalization;
    private readonly Module<Tensor, Tensor> _firstActivation;
    private readonly Module<Tensor, Tensor> _second;
    private readonly Module<Tensor, Tensor>? _secondNormalization;
    private readonly Module<Tensor, Tensor> _secondActivation;
    private readonly Module<Tensor, Tensor>? _shortcut;
    private readonly Module<Tensor, Tensor>? _shortcutNormalization;

    public ResidualBlock(long inputs, long outputs, long stride, ResNetSpec spec)
        : base(nameof(ResidualBlock))
    {
        long units = outputs * spec.Activation.WidthFactor;
        _firstNormalization = spec.Normalization.BuildForImages(units);
        _secondNormalization = spec.Normalization.BuildForImages(units);
        bool bias = _firstNormalization is null;
        _first = spec.Normalization.Wrap(Layers.Convolution(inputs, units, 3, stride, bias, spec.Initialization, spec.Activation.Gain));
        _firstActivation = spec.Activation.BuildFor(outputs);
        _second = spec.Normalization.Wrap(Layers.Convolution(outputs, units, 3, 1, bias, spec.Initialization, spec.Activation.Gain));
        _secondActivation = spec.Activation.BuildFor(outputs);
        if (inputs != units || stride != 1)
        {
            _shortcut = spec.Normalization.Wrap(Layers.Convolution(inputs, units, 1, stride, bias, spec.Initialization, 1));
            _shortcutNormalization = spec.Normalization.BuildForImages(units);
        }

        register_module("first", _first);
        this.RegisterIfAny("firstNormalization", _firstNormalization);
        register_module("firstActivation", _firstActivation);
        register_module("second", _second);
        this.RegisterIfAny("secondNormalization", _secondNormalization);
        register_module("secondActivation", _secondActivation);
        this.RegisterIfAny("shortcut", _shortcut);
        this.RegisterIfAny("shortcutNormalization", _shortcutNormalization);
    }

    public override Tensor forward(Tensor input)
    {
        Tensor hidden = _firstActivation.call(_firstNormalization.Through(_first.call(input)));
        hidden = _secondNormalization.Through(_second.call(hidden));
        Tensor around = _shortcutNormalization.Through(_shortcut.Through(input));
        return _secondActivation.call(around + hidden);
    }
}
