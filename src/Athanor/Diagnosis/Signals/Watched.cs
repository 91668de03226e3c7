using Athanor.Data;
using Athanor.Models;
using Athanor.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

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
    private readonly List<nn.HookableModule<Func<nn.Module<Tensor, Tensor>, Tensor, Tensor>, Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover> _hooks = [];
    private readonly List<string> _ran = [];
    private bool _learning;
    private Tensor? _lastOutput;
    private readonly Dictionary<string, (nn.Module Module, int[] Weights)> _layers = new(StringComparer.Ordinal);
    private readonly TrainingSession _session;
    private readonly Dictionary<string, int> _placeOfLayer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _placeOfActivation = new(StringComparer.Ordinal);
    private Tensor[] _activationNumbers = [];
    private Tensor[] _alive = [];
    private Tensor?[] _outputGradients = [];

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
        Attach();
        _session.Model.eval();
        _learning = true;
        try
        {
            Tensor prediction = model.Forward(probe).Prediction;
            LastActivation = _lastOutput is { } last && last.shape.AsSpan().SequenceEqual(prediction.shape) && (last == prediction).all().item<bool>() ? NameOf(_ran[^1]) : null;
            return prediction;
        }
        finally
        {
            (_learning, _lastOutput) = (false, null);
            _session.Model.train();
            set_rng_state(random);
            Detach();
            Order();
        }
    }

    /// <summary>Puts the hooks on: all that the next forward and backward do is seen.</summary>
    public void Attach()
    {
        (_activationNumbers, _alive) = (new Tensor[_placeOfActivation.Count], new Tensor[_placeOfActivation.Count]);
        _outputGradients = new Tensor?[Layers.Count];
        foreach ((string name, nn.Module<Tensor, Tensor> leaf) in _leaves)
        {
            _hooks.Add(leaf.register_forward_hook((_, _, output) => Saw(name, leaf, output)));
        }
    }

    /// <summary>Takes the hooks off.</summary>
    public void Detach()
    {
        foreach (var hook in _hooks)
        {
            hook.remove();
        }

        _hooks.Clear();
    }

    /// <summary>What the hooks saw, read from the device.</summary>
    public (double[] OutputGradients, ActivationLook[] Activations) Read()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] gradients = [.. _outputGradients.Select(gradient => gradient is null ? double.NaN : gradient.item<float>())];
        var looks = new ActivationLook[_activationNumbers.Length];
        for (int i = 0; i < looks.Length; i++)
        {
            float[] numbers = _activationNumbers[i] is { } seen ? [.. seen.cpu().data<float>()] : [float.NaN, float.NaN, float.NaN];
            bool[] alive = _alive[i] is { } units ? [.. units.cpu().data<bool>()] : [];
            looks[i] = new ActivationLook(numbers[0], numbers[1], numbers[2], alive);
        }

        Free();
        return (gradients, looks);
    }

    public void Dispose()
    {
        Detach();
        Free();
    }

    private Tensor Saw(string name, nn.Module<Tensor, Tensor> module, Tensor output)
    {
        if (_learning)
        {
            _ran.Add(name);
            _lastOutput = output;
            PlacesOfBatchNorm = module is BatchNorm1d or BatchNorm2d ? output.numel() / output.shape[0] / output.shape[1] : PlacesOfBatchNorm;
            return output;
        }

        if (!is_grad_enabled() || !output.requires_grad)
        {
            return output;
        }

        if (_placeOfActivation.TryGetValue(name, out int activation) && _activationNumbers[activation] is null)
        {
            See(activation, output);
        }

        if (_placeOfLayer.TryGetValue(name, out int layer) && layer < _outputGradients.Length)
        {
            return GradientProbe.Watch(output, gradient => Keep(ref _outputGradients[layer], gradient));
        }

        return output;
    }

    private void See(int place, Tensor output)
    {
        using IDisposable unwatched = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor steep = FlatParts.Steep(Activations[place].Kind, output);
        Tensor flat = 1 - steep.to_type(ScalarType.Float32).mean();
        // Units are the second axis; all the others are samples and places.
        Tensor alive = output.dim() < 2 ? steep : steep.transpose(0, 1).flatten(1).any(1);
        Keep(ref _activationNumbers[place]!, stack([output.mean().to_type(ScalarType.Float32), output.std(unbiased: false).to_type(ScalarType.Float32), flat]));
        Keep(ref _alive[place]!, alive);
    }

    private static void Keep(ref Tensor? place, Tensor tensor)
    {
        place?.Dispose();
        place = tensor.DetachFromDisposeScope();
    }

    private void Free()
    {
        foreach (Tensor? tensor in (Tensor?[])[.. _activationNumbers, .. _alive, .. _outputGradients])
        {
            tensor?.Dispose();
        }

        Array.Clear(_activationNumbers);
        Array.Clear(_alive);
        Array.Clear(_outputGradients);
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
        bool symmetric = first.shape[0] > 1 && module is Linear && (first - first[0]).abs().max().item<float>() < Alike;
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
