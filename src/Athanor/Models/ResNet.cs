using Athanor.Data;
using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>What <see cref="ResNetSpec"/> builds.</summary>
internal sealed class ResNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _stem;
    private readonly Module<Tensor, Tensor>? _stemNormalization;
    private readonly Module<Tensor, Tensor> _stemActivation;
    private readonly ResidualBlock[] _blocks;
    private readonly bool _checkpoints;
    private readonly Module<Tensor, Tensor>? _dropout;
    private readonly Linear _output;
    private readonly Module<Tensor, Tensor>? _outputActivation;

    public ResNet(ResNetSpec spec, TaskInfo task, RecipePath at)
        : base(nameof(ResNet))
    {
        long channels = spec.Widths[0];
        long stemUnits = channels * spec.Activation.WidthFactor;
        _stemNormalization = spec.Normalization.BuildForImages(stemUnits);
        _stem = spec.Normalization.Wrap(Layers.Convolution(
            Layers.Image(task, at).Channels, stemUnits, 3, spec.StemStride, _stemNormalization is null, spec.Initialization, spec.Activation.Gain));
        _stemActivation = spec.Activation.BuildFor(channels);
        var blocks = new List<ResidualBlock>();
        for (int stage = 0; stage < spec.Widths.Count; stage++)
        {
            for (int block = 0; block < spec.Blocks; block++)
            {
                long stride = stage > 0 && block == 0 ? 2 : 1;
                blocks.Add(new ResidualBlock(channels, spec.Widths[stage], stride, spec));
                channels = spec.Widths[stage];
            }
        }

        _blocks = [.. blocks];
        _checkpoints = spec.CheckpointActivations;
        _dropout = spec.Dropout > 0 ? Dropout(spec.Dropout) : null;
        _output = Layers.Output(channels, task.Outputs, spec.Initialization, spec.OutputActivation);
        _outputActivation = Layers.OutputActivation(spec.OutputActivation, task.Outputs);
        register_module("stem", _stem);
        this.RegisterIfAny("stemNormalization", _stemNormalization);
        register_module("stemActivation", _stemActivation);
        this.RegisterAll("blocks", _blocks);
        this.RegisterIfAny("dropout", _dropout);
        register_module("output", _output);
        this.RegisterIfAny("outputActivation", _outputActivation);
    }

    public override Tensor forward(Tensor input)
    {
        Tensor image = _stemActivation.call(_stemNormalization.Through(_stem.call(Layers.WithChannels(input))));
        foreach (ResidualBlock block in _blocks)
        {
            image = _checkpoints ? ActivationCheckpoint.Call(block, image) : block.call(image);
        }

        Tensor features = image.mean([2, 3]);
        return _outputActivation.Through(_output.call(_dropout.Through(features)));
    }
}
