using Athanor.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>What <see cref="MlpSpec"/> builds.</summary>
internal sealed class Mlp : Module<Tensor, Tensor>
{
    private readonly Linear[] _hidden;
    private readonly Module<Tensor, Tensor>?[] _normalization;
    private readonly Module<Tensor, Tensor>[] _activation;
    private readonly Module<Tensor, Tensor>? _dropout;
    private readonly Linear _output;
    private readonly Module<Tensor, Tensor>? _outputActivation;

    private readonly Block[] _blocks;

    public Mlp(MlpSpec spec, TaskInfo task)
        : base(nameof(Mlp))
    {
        long inputs = Layers.Features(task);
        long width = inputs;
        _hidden = new Linear[spec.Hidden.Count];
        _normalization = new Module<Tensor, Tensor>?[spec.Hidden.Count];
        _activation = new Module<Tensor, Tensor>[spec.Hidden.Count];
        for (int i = 0; i < _hidden.Length; i++)
        {
            _hidden[i] = Layers.Linear(width, spec.Hidden[i], spec.Initialization, spec.Activation.Gain);
            _normalization[i] = spec.Normalization.BuildForFeatures(spec.Hidden[i]);
            _activation[i] = spec.Activation.Build();
            width = spec.Hidden[i];
        }

        _dropout = spec.Dropout > 0 ? Dropout(spec.Dropout) : null;
        _output = Layers.Linear(width, task.Outputs, spec.Initialization, spec.OutputActivation.Gain);
        _outputActivation = spec.OutputActivation is Activations.Identity ? null : spec.OutputActivation.Build();
        _blocks = [.. Blocks(inputs, spec)];

        register_module("hidden", ModuleList(_hidden));
        if (_normalization is [not null, ..])
        {
            register_module("normalization", ModuleList(_normalization!));
        }

        register_module("activation", ModuleList(_activation));
        if (_dropout is not null)
        {
            register_module("dropout", _dropout);
        }

        register_module("output", _output);
        if (_outputActivation is not null)
        {
            register_module("outputActivation", _outputActivation);
        }
    }

    public override Tensor forward(Tensor input)
    {
        Tensor hidden = input.dim() > 2 ? input.flatten(1) : input;
        foreach (Block block in _blocks)
        {
            Tensor start = hidden;
            for (int i = block.First; i <= block.Last; i++)
            {
                hidden = Layer(i, hidden);
            }

            if (block.HasShortcut)
            {
                hidden = start + hidden;
            }
        }

        hidden = _output.call(hidden);
        return _outputActivation?.call(hidden) ?? hidden;
    }

    private Tensor Layer(int index, Tensor input)
    {
        Tensor hidden = _hidden[index].call(input);
        hidden = _normalization[index]?.call(hidden) ?? hidden;
        hidden = _activation[index].call(hidden);
        return _dropout?.call(hidden) ?? hidden;
    }

    private static IEnumerable<Block> Blocks(long width, MlpSpec spec)
    {
        for (int i = 0; i < spec.Hidden.Count; i++)
        {
            bool keepsWidth = spec.Residual && spec.Hidden[i] == width;
            bool hasPartner = keepsWidth && i + 1 < spec.Hidden.Count && spec.Hidden[i + 1] == width;
            int last = hasPartner ? i + 1 : i;
            yield return new Block(i, last, keepsWidth);
            i = last;
            width = spec.Hidden[i];
        }
    }

    /// <summary>Successive hidden layers, and whether their input is added to their output.</summary>
    private readonly record struct Block(int First, int Last, bool HasShortcut);
}
