using Athanor.Data;
using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>What <see cref="ConvNetSpec"/> builds.</summary>
internal sealed class ConvNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor>[] _convolution;
    private readonly Module<Tensor, Tensor>?[] _normalization;
    private readonly Module<Tensor, Tensor>[] _activation;
    private readonly Module<Tensor, Tensor>? _pooling;
    private readonly Module<Tensor, Tensor>? _dropout;
    private readonly Linear[] _head;
    private readonly Module<Tensor, Tensor>[] _headActivation;
    private readonly Linear _output;
    private readonly Module<Tensor, Tensor>? _outputActivation;
    private readonly bool _checkpoints;

    public ConvNet(ConvNetSpec spec, TaskInfo task, RecipePath at)
        : base(nameof(ConvNet))
    {
        (long channels, long height, long width) = Layers.Image(task, at);
        _convolution = new Module<Tensor, Tensor>[spec.Channels.Count];
        _normalization = new Module<Tensor, Tensor>?[spec.Channels.Count];
        _activation = new Module<Tensor, Tensor>[spec.Channels.Count];
        for (int i = 0; i < _convolution.Length; i++)
        {
            long units = spec.Channels[i] * spec.Activation.WidthFactor;
            _normalization[i] = spec.Normalization.BuildForImages(units);
            _convolution[i] = spec.Normalization.Wrap(
                Layers.Convolution(channels, units, spec.Kernel, 1, _normalization[i] is null, spec.Initialization, spec.Activation.Gain));
            _activation[i] = spec.Activation.BuildFor(spec.Channels[i]);
            channels = spec.Channels[i];
            height /= spec.Pooling;
            width /= spec.Pooling;
            if (height == 0 || width == 0)
            {
                throw at.Refusal("shape", $"images {task.InputShape} are too small for {spec.Channels.Count} poolings by {spec.Pooling}; take fewer channels or pooling: 1");
            }
        }

        _checkpoints = spec.CheckpointActivations;
        _pooling = spec.Pooling > 1 ? MaxPool2d(spec.Pooling) : null;
        _dropout = spec.Dropout > 0 ? Dropout(spec.Dropout) : null;
        long features = channels * height * width;
        _head = new Linear[spec.Head.Count];
        _headActivation = new Module<Tensor, Tensor>[spec.Head.Count];
        for (int i = 0; i < _head.Length; i++)
        {
            _head[i] = Layers.Linear(features, spec.Head[i] * spec.Activation.WidthFactor, spec.Initialization, spec.Activation.Gain);
            _headActivation[i] = spec.Activation.BuildFor(spec.Head[i]);
            features = spec.Head[i];
        }

        _output = Layers.Output(features, task.Outputs, spec.Initialization, spec.OutputActivation);
        _outputActivation = Layers.OutputActivation(spec.OutputActivation, task.Outputs);
        this.RegisterAll("convolution", _convolution);
        this.RegisterAll("normalization", _normalization);
        this.RegisterAll("activation", _activation);
        this.RegisterIfAny("pooling", _pooling);
        this.RegisterIfAny("dropout", _dropout);
        this.RegisterAll("head", _head);
        this.RegisterAll("headActivation", _headActivation);
        register_module("output", _output);
        this.RegisterIfAny("outputActivation", _outputActivation);
    }

    public override Tensor forward(Tensor input)
    {
        Tensor image = Layers.WithChannels(input);
        for (int i = 0; i < _convolution.Length; i++)
        {
            int index = i;
            image = _checkpoints ? ActivationCheckpoint.Run(ModulesOf(i), inputs => Stage(index, inputs[0]), image) : Stage(i, image);
        }

        Tensor features = image.flatten(1);
        for (int i = 0; i < _head.Length; i++)
        {
            features = _headActivation[i].call(_head[i].call(_dropout.Through(features)));
        }

        return _outputActivation.Through(_output.call(_dropout.Through(features)));
    }

    private Tensor Stage(int index, Tensor image)
    {
        Tensor features = _normalization[index].Through(_convolution[index].call(image));
        return _pooling.Through(_activation[index].call(features));
    }

    private Module[] ModulesOf(int index) => [.. ((Module?[])[_convolution[index], _normalization[index], _activation[index]]).OfType<Module>()];
}
