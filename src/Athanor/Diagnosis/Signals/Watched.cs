using System.Runtime.InteropServices;
using Athanor.Data;
using Athanor.Models;
using Athanor.Native;
using Athanor.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using HookRemover = TorchSharp.torch.nn.HookableModule<
    System.Func<TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>,
    System.Func<TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>>.HookRemover;

namespace Athanor.Diagnosis.Signals;

/// <summary>A model's layers and activations in the order in which they run, and hooks on them for the steps that are watched.</summary>
/// <remarks>
/// Hooks fire only where a module is called by <c>call()</c>, as all built-in models do. Where a module of the user's own calls <c>forward()</c>, its layers stand
/// in the order in which they were registered, and only their weights are watched.
/// </remarks>
internal sealed class Watched : IDisposable
{
    private const double Alike = 1e-7;
    private readonly List<(string Name, nn.Module<Tensor, Tensor> Module)> _leaves = [];
    private readonly List<HookRemover> _activationHooks = [];
    private readonly List<HookRemover> _layerHooks = [];
    private readonly List<string> _ran = [];
    private Tensor? _lastOutput;
    private readonly Dictionary<string, (nn.Module Module, int[] Weights)> _layers = new(StringComparer.Ordinal);
    private readonly TrainingSession _session;
    private readonly Dictionary<string, int> _placeOfLayer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _placeOfActivation = new(StringComparer.Ordinal);
    private Tensor?[] _samples = [];
    private Tensor?[] _outputs = [];

    public Watched(TrainingSession session)
    {
        _session = session;
        ILookup<string, int> weights = session.Trained
            .Select((item, index) => (item, index))
            .Where(entry => entry.item.Parameter.dim() > 1)
            .ToLookup(entry => Owner(entry.item.Name), entry => entry.index);
        foreach ((string name, nn.Module module) in session.Model.named_modules().Prepend(("", session.Model)))
        {
            if (weights[name].ToArray() is { Length: > 0 } own)
            {
                _layers[name] = (module, own);
            }

            if (module is nn.Module<Tensor, Tensor> leaf && !module.children().Any())
            {
                _leaves.Add((name, leaf));
            }
        }

        Order();
    }

    /// <summary>First to last.</summary>
    public IReadOnlyList<WatchedLayer> Layers { get; private set; } = [];

    /// <summary>First to last; known once the order was learned.</summary>
    public IReadOnlyList<WatchedActivation> Activations { get; private set; } = [];

    /// <summary>Modules without children in the order in which they ran.</summary>
    public IReadOnlyList<string> Ran => _ran;

    /// <summary>The bounded activation that the prediction comes out of, by the module that ran last; null for none, or where something else follows it.</summary>
    public string? LastActivation { get; private set; }

    /// <summary>Batch normalizations, and how many numbers a channel each sees of one sample.</summary>
    public long? PlacesOfBatchNorm { get; private set; }

    /// <summary>Learns in which order the modules run, in evaluation mode and without gradients; nothing of the session's is left changed.</summary>
    /// <returns>The prediction, in the current dispose scope.</returns>
    public Tensor Learn(IBatchModel model, Batch probe)
    {
        using IDisposable unwatched = no_grad();
        using Tensor random = get_rng_state();
        var hooks = new List<HookRemover>();
        foreach ((string name, nn.Module<Tensor, Tensor> leaf) in _leaves)
        {
            hooks.Add(leaf.register_forward_hook((_, _, output) => SawRunning(name, leaf, output)));
        }

        _session.Model.eval();
        try
        {
            Tensor prediction = model.Forward(probe).Prediction;
            LastActivation = _lastOutput is { } last && last.shape.AsSpan().SequenceEqual(prediction.shape) && (last == prediction).all().item<bool>() ? NameOf(_ran[^1]) : null;
            return prediction;
        }
        finally
        {
            _lastOutput = null;
            _session.Model.train();
            set_rng_state(random);
            Remove(hooks);
            Order();
        }
    }

    /// <summary>How the layers' weights began, where this is not their beginning.</summary>
    public void StartedWith(IReadOnlyList<double> gains, IReadOnlyList<bool> symmetric) =>
        Layers = [.. Layers.Select((layer, i) => layer with { Gain = gains[i], Symmetric = symmetric[i] })];

    /// <summary>Puts the hooks on, where they are not on yet: what the next forward and backward do is seen.</summary>
    /// <param name="gradients">Whether the gradients by the layers' outputs are asked for, which backward then keeps.</param>
    public void Attach(bool gradients)
    {
        Free();
        if (_samples.Length != Activations.Count || _outputs.Length != Layers.Count)
        {
            (_samples, _outputs) = (new Tensor?[Activations.Count], new Tensor?[Layers.Count]);
        }

        if (_activationHooks.Count == 0)
        {
            AddHooks(_activationHooks, _placeOfActivation, See);
        }

        if (gradients && _layerHooks.Count == 0)
        {
            AddHooks(_layerHooks, _placeOfLayer, KeepGradient);
        }
        else if (!gradients)
        {
            Remove(_layerHooks);
        }
    }

    /// <summary>Takes the hooks off.</summary>
    public void Detach()
    {
        Remove(_activationHooks);
        Remove(_layerHooks);
    }

    /// <summary>What the hooks saw, and the weights beside it: one tensor comes from the device, whatever is asked for.</summary>
    /// <param name="weights">Takes the weights as they are now.</param>
    /// <returns>The root mean square of the gradient by each layer's output (NaN where it was not watched), and what the activations gave.</returns>
    public (double[] OutputGradients, ActivationLook[] Activations) Read(WeightSample weights)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] gradients = [.. _outputs.Select(output => output is { IsInvalid: false } ? Wide(output.grad) : null)];
        Tensor packed = Pack(weights, [.. _samples.OfType<Tensor>()], [.. gradients.OfType<Tensor>()]);
        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(packed.to_type(ScalarType.Float32).bytes);
        int at = weights.Count;
        var looks = new ActivationLook[_samples.Length];
        for (int i = 0; i < looks.Length; i++)
        {
            (long[] shape, int count) = _samples[i] is { } seen ? (seen.shape, (int)seen.numel()) : ([], 0);
            looks[i] = OutputSample.Look(numbers.Slice(at, count), shape, Activations[i].Kind);
            at += count;
        }

        var sizes = new double[gradients.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = gradients[i] is { } gradient ? numbers[at++] / Math.Sqrt(gradient.numel()) : double.NaN;
        }

        Free();
        return (sizes, looks);
    }

    /// <summary>The weights alone, as they are now.</summary>
    public static void ReadAlone(WeightSample weights)
    {
        using DisposeScope scope = NewDisposeScope();
        Pack(weights, [], []);
    }

    public void Dispose()
    {
        Detach();
        Free();
    }

    private static Tensor Pack(WeightSample weights, Tensor[] outputs, Tensor[] gradients)
    {
        Tensor packed = weights.Count + outputs.Length + gradients.Length == 0 ? zeros(0) : FusedKernels.Tensor("look", weights.Views, outputs, gradients);
        // Weights in float64 move by less than a float32 tells.
        weights.Take(packed.narrow(0, 0, weights.Count).to_type(packed.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32));
        return packed;
    }

    private void AddHooks(List<HookRemover> hooks, Dictionary<string, int> places, Func<int, Tensor, Tensor> saw)
    {
        foreach ((string name, nn.Module<Tensor, Tensor> leaf) in _leaves)
        {
            if (places.TryGetValue(name, out int place))
            {
                hooks.Add(leaf.register_forward_hook((_, _, output) => is_grad_enabled() && output.requires_grad ? saw(place, output) : output));
            }
        }
    }

    private static void Remove(List<HookRemover> hooks)
    {
        foreach (HookRemover hook in hooks)
        {
            hook.remove();
        }

        hooks.Clear();
    }

    private Tensor SawRunning(string name, nn.Module<Tensor, Tensor> module, Tensor output)
    {
        _ran.Add(name);
        _lastOutput = output;
        PlacesOfBatchNorm = module is BatchNorm1d or BatchNorm2d ? output.numel() / output.shape[0] / output.shape[1] : PlacesOfBatchNorm;
        return output;
    }

    private Tensor See(int activation, Tensor output)
    {
        _samples[activation] ??= OutputSample.Of(output);
        return output;
    }

    private Tensor KeepGradient(int layer, Tensor output)
    {
        // What comes behind may dispose what it is given: it gets another handle, and this one is kept until backward has left the gradient at it.
        Tensor given = output.alias();
        output.retain_grad();
        _outputs[layer]?.Dispose();
        _outputs[layer] = output.DetachFromDisposeScope();
        return given;
    }

    /// <summary>Norms in 16 bits would be known to three digits, and overflow.</summary>
    private static Tensor? Wide(Tensor? gradient) => gradient?.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? gradient.to_type(ScalarType.Float32) : gradient;

    private void Free()
    {
        foreach (Tensor? tensor in (Tensor?[])[.. _samples, .. _outputs])
        {
            tensor?.Dispose();
        }

        Array.Clear(_samples);
        Array.Clear(_outputs);
    }

    /// <summary>Brings layers and activations into the order in which they ran; what was not seen running keeps its registered place, at the end.</summary>
    private void Order()
    {
        // Of layers that no hook saw (recurrent cells, forward() called directly) only the registered order is known.
        string[] layers = _layers.Keys.All(_ran.Contains) ? [.. _ran.Where(_layers.ContainsKey).Distinct(StringComparer.Ordinal)] : [.. _layers.Keys];
        Layers = [.. layers.Select(Describe)];
        _placeOfLayer.Clear();
        for (int i = 0; i < layers.Length; i++)
        {
            _placeOfLayer[layers[i]] = i;
        }

        var activations = new List<WatchedActivation>();
        string? layer = null;
        foreach (string name in _ran)
        {
            layer = _layers.ContainsKey(name) ? name : layer;
            if (_leaves.Find(leaf => leaf.Name == name).Module is { } module && !_layers.ContainsKey(name) && IsActivation(module) && _placeOfActivation.TryAdd(name, activations.Count))
            {
                activations.Add(new WatchedActivation(name, layer ?? name, FlatParts.Of(module), LastActivation is not null && name == _ran[^1]));
            }
        }

        Activations = activations;
    }

    private WatchedLayer Describe(string name)
    {
        (nn.Module module, int[] weights) = _layers[name];
        using DisposeScope scope = NewDisposeScope();
        using IDisposable unwatched = no_grad();
        Tensor first = _session.Trained[weights[^1]].Parameter.detach();
        double fanIn = (double)first.numel() / first.shape[0];
        int place = _ran.IndexOf(name);
        bool normalized = place >= 0 && place + 1 < _ran.Count && _leaves.Find(leaf => leaf.Name == _ran[place + 1]).Module is { } next && IsNormalization(next);
        bool symmetric = first.shape[0] > 1 && module is not Embedding && (first - first[0]).abs().max().item<float>() < Alike;
        return new WatchedLayer(
            name,
            weights,
            weights.Sum(index => _session.Trained[index].Parameter.numel()),
            first.std(unbiased: false).item<float>() * Math.Sqrt(fanIn),
            normalized,
            symmetric);
    }

    private string? NameOf(string leaf) => _leaves.Find(each => each.Name == leaf).Module switch
    {
        TorchSharp.Modules.Softmax or TorchSharp.Modules.LogSoftmax => "softmax",
        TorchSharp.Modules.Sigmoid or Hardsigmoid => "sigmoid",
        TorchSharp.Modules.Tanh or Hardtanh => "tanh",
        TorchSharp.Modules.ReLU or ReLU6 => "relu",
        _ => null,
    };

    private static bool IsNormalization(nn.Module module) => module is BatchNorm1d or BatchNorm2d or BatchNorm3d or LayerNorm or GroupNorm or InstanceNorm1d or InstanceNorm2d;

    private static bool IsActivation(nn.Module module) => !module.parameters().Any() && module.GetType().Namespace == typeof(ReLU).Namespace
        && module is not (TorchSharp.Modules.Dropout or Dropout1d or Dropout2d or Flatten or MaxPool2d or AvgPool2d or AdaptiveAvgPool2d or nn.Module<Tensor, Tensor> { training: true } and TorchSharp.Modules.Identity);

    private static string Owner(string parameter) => parameter.LastIndexOf('.') is >= 0 and var dot ? parameter[..dot] : "";
}
