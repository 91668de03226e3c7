using Athanor.Data;
using Athanor.Initialization;
using Athanor.Native;
using Athanor.Normalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>What <see cref="RecurrentSpec"/> builds.</summary>
internal sealed class Recurrent : Module<Tensor, Tensor>, IBatchModel
{
    private readonly Module _cell;
    private readonly Module<Tensor, Tensor>? _dropout;
    private readonly Module<Tensor, Tensor>? _normalization;
    private readonly Module<Tensor, Tensor> _output;
    private readonly Module<Tensor, Tensor>? _outputActivation;

    public Recurrent(RecurrentSpec spec, long features, long outputs)
        : base(nameof(Recurrent))
    {
        double between = spec.Layers > 1 ? spec.Dropout : 0;
        _cell = spec.Cell switch
        {
            RecurrentCell.Rnn => RNN(features, spec.Hidden, spec.Layers, batchFirst: true, dropout: between),
            RecurrentCell.Lstm => LSTM(features, spec.Hidden, spec.Layers, batchFirst: true, dropout: between),
            RecurrentCell.Gru => GRU(features, spec.Hidden, spec.Layers, batchFirst: true, dropout: between),
            _ => throw new InvalidOperationException($"no cell {spec.Cell}"),
        };
        if (spec.Initialization is not DefaultInitializer)
        {
            Initialize(spec.Initialization);
        }

        _dropout = spec.Dropout > 0 ? Dropout(spec.Dropout) : null;
        _normalization = spec.Normalization.BuildForFeatures(spec.Hidden);
        _output = spec.Normalization.Wrap(Layers.Output(spec.Hidden, outputs, spec.Initialization, spec.OutputActivation));
        _outputActivation = Layers.OutputActivation(spec.OutputActivation, outputs);
        register_module("cell", _cell);
        this.RegisterIfAny("normalization", _normalization);
        this.RegisterIfAny("dropout", _dropout);
        register_module("output", _output);
        this.RegisterIfAny("outputActivation", _outputActivation);
    }

    public Outputs Forward(Batch batch) => new(batch.Lengths is { } lengths ? Ragged(batch.Inputs, lengths) : call(batch.Inputs));

    /// <summary>
    /// The outputs step by step, for who asks what reaches each step: the same function as <see cref="Forward"/> up to rounding, the states as tensors that a
    /// gradient can be taken of.
    /// </summary>
    /// <param name="batch">Sequences of one length.</param>
    /// <param name="states">Takes the state behind each step, first to last: [layers, samples, units].</param>
    public Outputs ForwardStepwise(Batch batch, ICollection<Tensor> states)
    {
        Tensor sequence = batch.Inputs.dim() == 2 ? batch.Inputs.unsqueeze(2) : batch.Inputs;
        Tensor? state = null;
        (Tensor, Tensor)? pair = null;
        Tensor last = sequence;
        var outputs = new List<Tensor>();
        for (long t = 0; t < sequence.shape[1]; t++)
        {
            Tensor step = sequence.narrow(1, t, 1);
            switch (_cell)
            {
                case LSTM lstm:
                    (last, Tensor hidden, Tensor memory) = lstm.call(step, pair);
                    (pair, state) = ((hidden, memory), hidden);
                    break;
                case GRU gru:
                    (last, state) = gru.call(step, state);
                    break;
                case RNN rnn:
                    (last, state) = rnn.call(step, state);
                    break;
            }

            // Of the last step only the output is read.
            outputs.Add(last);
            states.Add(t == sequence.shape[1] - 1 ? last : state!);
        }

        return new Outputs(Answer(_normalization is null ? last.select(1, -1) : Normalized(cat(outputs, 1), null).select(1, -1)));
    }

    public override Tensor forward(Tensor input) => Answer(Normalized(States(input), null).select(1, -1));

    private Tensor Ragged(Tensor input, Tensor lengths)
    {
        // Zeros for padding: the states behind a sample's end get no gradient, but 0 · NaN would still be NaN in the weights'.
        Tensor valid = arange(input.shape[1], device: input.device) < lengths.unsqueeze(1);
        Tensor padding = input.dim() == 3 ? valid.unsqueeze(2) : valid;
        Tensor states = Normalized(States(where(padding, input, zeros_like(input))), valid);
        Tensor last = (lengths - 1).clamp_min(0).view(-1, 1, 1).expand(-1, 1, states.shape[2]);
        return Answer(states.gather(1, last).squeeze(1));
    }

    private Tensor States(Tensor input)
    {
        Tensor sequence = input.dim() == 2 ? input.unsqueeze(2) : input;
        return _cell switch
        {
            LSTM lstm => States(lstm, sequence),
            GRU gru => gru.call(sequence).Item1,
            RNN rnn => rnn.call(sequence).Item1,
            _ => throw new InvalidOperationException($"no cell {_cell.GetName()}"),
        };
    }

    private static Tensor States(LSTM lstm, Tensor sequence)
    {
        // oneDNN ends the process on an LSTM in float16 where the processor lacks avx512_fp16.
        bool impossible = sequence.device_type == DeviceType.CPU && Autocast.Current(DeviceType.CPU) == ScalarType.Float16;
        using IDisposable? float32 = impossible ? Autocast.Leave(DeviceType.CPU) : null;
        return lstm.call(sequence).Item1;
    }

    /// <summary>The states of every step, normalized one by one.</summary>
    private Tensor Normalized(Tensor states, Tensor? valid)
    {
        if (_normalization is null)
        {
            return states;
        }

        Tensor steps = states.flatten(0, 1);
        Tensor normal = _normalization is MaskedBatchNormModule masked && valid is not null ? masked.Call(steps, valid.flatten()) : _normalization.call(steps);
        return normal.view(states.shape);
    }

    private Tensor Answer(Tensor state) => _outputActivation.Through(_output.call(_dropout.Through(state)));

    private void Initialize(InitializerSpec initialization)
    {
        foreach ((string name, Parameter parameter) in _cell.named_parameters())
        {
            if (name.StartsWith("weight", StringComparison.Ordinal))
            {
                initialization.Apply(parameter, null, 1);
            }
            else
            {
                init.zeros_(parameter);
            }
        }
    }
}
