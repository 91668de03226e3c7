using System.Runtime.InteropServices;
using Athanor.Native;
using Athanor.Persistence;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>The average of a model's weights at work: one kernel call an update, and an exchange with the live weights that copies no number.</summary>
internal sealed class WeightAverage : IDisposable, ISavedState
{
    private readonly AverageSpec _spec;
    private readonly long _totalUpdates;
    private readonly IReadOnlyList<(string Name, Tensor Live)> _state;
    private readonly Dictionary<Tensor, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Tensor[] _live;
    private readonly Tensor[] _mean;
    private readonly Tensor _share = zeros(1, ScalarType.Float64).DetachFromDisposeScope();

    /// <summary>Of a model's weights and buffers by name, which stay the caller's.</summary>
    public WeightAverage(AverageSpec spec, IEnumerable<KeyValuePair<string, Tensor>> state, long totalUpdates)
    {
        (_spec, _totalUpdates) = (spec, totalUpdates);
        _state = [.. state.Select(entry => (entry.Key, entry.Value))];
        // Weights that two layers share stand in the state twice.
        foreach ((_, Tensor tensor) in _state.Where(entry => entry.Live.is_floating_point()))
        {
            _places.TryAdd(tensor, _places.Count);
        }

        using IDisposable unwatched = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _live = [.. _places.OrderBy(place => place.Value).Select(place => place.Key)];
        _mean = [.. _live.Select(tensor => tensor.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>Updates done; 0 before the first.</summary>
    public long Updates { get; private set; }

    /// <summary>Whether there is an average yet.</summary>
    public bool Exists => Updates > 0 && _spec.Share(Updates, _totalUpdates) is not null;

    /// <summary>Whether the model computes with the average now.</summary>
    public bool InUse { get; private set; }

    /// <summary>The average under the names of the model's state; what is no floating-point number is the live model's own.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights =>
        _state.ToDictionary(entry => entry.Name, entry => Of(entry.Live), StringComparer.Ordinal);

    /// <summary>Takes the live weights in after an update.</summary>
    public void Update()
    {
        Updates++;
        double share = _spec.Share(Updates, _totalUpdates) ?? 0;
        if (share == 0)
        {
            return;
        }

        MemoryMarshal.Cast<byte, double>(_share.bytes)[0] = share;
        FusedKernels.Run("average", _mean, _live, _share);
    }

    /// <summary>Lets the model compute with the average until the result is disposed; then it has its own weights back, bit for bit.</summary>
    /// <exception cref="InvalidOperationException">It does so already.</exception>
    public IDisposable Use()
    {
        if (InUse)
        {
            throw new InvalidOperationException("the model holds its averaged weights already; dispose what UseAverage gave first");
        }

        Exchange();
        return new Turn(this);
    }

    /// <inheritdoc/>
    public SavedState SaveState() => new()
    {
        Tensors = Exists ? Weights : new Dictionary<string, Tensor>(StringComparer.Ordinal),
        Values = { ["updates"] = Updates },
    };

    /// <inheritdoc/>
    public void RestoreState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Updates = state.Integer("updates");
        if (Exists)
        {
            Restore(state);
        }
    }

    /// <summary>Puts the weights of an average back, as <see cref="Weights"/> gave them.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, or of another shape or type.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> weights) => Restore(new SavedState { Tensors = weights });

    /// <inheritdoc/>
    public void Dispose()
    {
        _share.Dispose();
        foreach (Tensor tensor in _mean)
        {
            tensor.Dispose();
        }
    }

    private Tensor Of(Tensor live) => _places.TryGetValue(live, out int place) && !InUse ? _mean[place] : live;

    private void Restore(SavedState state)
    {
        using IDisposable unwatched = no_grad();
        foreach ((string name, Tensor live) in _state.Where(entry => _places.ContainsKey(entry.Live)))
        {
            Of(live).copy_(state.Tensor(name, live));
        }
    }

    private void Exchange()
    {
        FusedKernels.Run("exchange", _live, _mean);
        InUse = !InUse;
    }

    private sealed class Turn(WeightAverage average) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            if (!_over)
            {
                _over = true;
                average.Exchange();
            }
        }
    }
}
