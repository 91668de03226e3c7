using Athanor.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>What <see cref="MlpSpec"/> builds.</summary>
internal sealed class Mlp : Module<Tensor, Tensor>, ILayerStack
{
    private readonly Module<Tensor, Tensor>[] _hidden;
    private readonly Module<Tensor, Tensor>?[] _normalization;
    private readonly Module<Tensor, Tensor>[] _activation;
    private readonly Module<Tensor, Tensor>? _dropout;
    private readonly Linear _output;
    private readonly Module<Tensor, Tensor>? _outputActivation;

    private readonly Block[][] _runs;
    private readonly bool _checkpoints;

    public Mlp(MlpSpec spec, TaskInfo task)
        : base(nameof(Mlp))
    {
        long inputs = Layers.Features(task);
        long width = inputs;
        _hidden = new Module<Tensor, Tensor>[spec.Hidden.Count];
        _normalization = new Module<Tensor, Tensor>?[spec.Hidden.Count];
        _activation = new Module<Tensor, Tensor>[spec.Hidden.Count];
        for (int i = 0; i < _hidden.Length; i++)
        {
            long units = spec.Hidden[i] * spec.Activation.WidthFactor;
            _hidden[i] = spec.Normalization.Wrap(Layers.Linear(width, units, spec.Initialization, spec.Activation.Gain));
            _normalization[i] = spec.Normalization.BuildForFeatures(units);
            _activation[i] = spec.Activation.BuildFor(spec.Hidden[i]);
            width = spec.Hidden[i];
        }

        _dropout = spec.Dropout > 0 ? Dropout(spec.Dropout) : null;
        _output = Layers.Output(width, task.Outputs, spec.Initialization, spec.OutputActivation);
        _outputActivation = Layers.OutputActivation(spec.OutputActivation, task.Outputs);
        Block[] blocks = [.. Blocks(inputs, spec)];
        _checkpoints = spec.CheckpointActivations;
        _runs = [.. blocks.Chunk(_checkpoints ? (int)Math.Ceiling(Math.Sqrt(Math.Max(blocks.Length, 1))) : 1)];

        this.RegisterAll("hidden", _hidden);
        this.RegisterAll("normalization", _normalization);
        this.RegisterAll("activation", _activation);
        this.RegisterIfAny("dropout", _dropout);
        register_module("output", _output);
        this.RegisterIfAny("outputActivation", _outputActivation);
    }

    public int HiddenLayers => _hidden.Length;

    public Linear Weights(int layer) => (Linear)_hidden[layer];

    public Module<Tensor, Tensor> Activation(int layer) => _activation[layer];

    // Layers are asked past their hooks: who watches the model watches it as it answers, not while its layers are made.
    public Tensor Code(Tensor inputs, int layers)
    {
        Tensor hidden = Flat(inputs);
        for (int i = 0; i < layers; i++)
        {
            hidden = _activation[i].forward(functional.linear(hidden, Weights(i).weight!, Weights(i).bias));
        }

        return hidden;
    }

    public override Tensor forward(Tensor input)
    {
        Tensor hidden = Flat(input);
        foreach (Block[] run in _runs)
        {
            hidden = _checkpoints ? ActivationCheckpoint.Run(ModulesOf(run), inputs => Through(run, inputs[0]), hidden) : Through(run, hidden);
        }

        return _outputActivation.Through(_output.call(hidden));
    }

    private static Tensor Flat(Tensor input) => input.dim() > 2 ? input.flatten(1) : input;

    private Tensor Through(Block[] run, Tensor hidden)
    {
        foreach (Block block in run)
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

        return hidden;
    }

    private Module[] ModulesOf(Block[] run) =>
    [
        .. Enumerable.Range(run[0].First, run[^1].Last - run[0].First + 1)
            .SelectMany(i => (Module?[])[_hidden[i], _normalization[i], _activation[i], _dropout])
            .OfType<Module>().Distinct(),
    ];

    private Tensor Layer(int index, Tensor input)
    {
        Tensor hidden = _normalization[index].Through(_hidden[index].call(input));
        return _dropout.Through(_activation[index].call(hidden));
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
