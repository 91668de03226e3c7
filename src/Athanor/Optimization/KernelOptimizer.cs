using System.Runtime.InteropServices;
using Athanor.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>Every built-in optimizer: one call of a kernel of <see cref="FusedKernels"/> a step and group.</summary>
/// <remarks>
/// As long as all parameters of a group have taken the same steps they share one counter, which saves a native operation a parameter. A parameter that was
/// without gradient once has a counter of its own from then on, as in PyTorch.
/// </remarks>
internal sealed class KernelOptimizer : Optimizer
{
    private readonly string _kernel;
    private readonly Slot[] _slots;
    private readonly HyperParameters[] _options;
    private readonly bool[] _active;
    private Bucket[]? _buckets;

    private KernelOptimizer(OptimizerSpec spec, IReadOnlyList<ParameterGroup> groups, string kernel, Func<OptimizerSpec, KernelOptions> options)
        : base(spec, groups)
    {
        _kernel = kernel;
        KernelOptions[] chosen = [.. groups.Select(group => options(group.Options ?? spec))];
        _options = [.. groups.Select((group, i) => new HyperParameters(group, chosen[i].Values))];
        _slots = [.. groups.SelectMany((group, i) => group.Parameters.Select(item => new Slot(item.Name, item.Parameter, i, chosen[i].States)))];
        _active = new bool[_slots.Length];
        ShareCounters([.. _slots.Select(_ => 0L)]);
    }

    public override long Steps => _slots.Length == 0 ? 0 : _slots.Select(slot => slot.Counter).Distinct().Max(counter => counter.Steps);

    /// <summary>The optimizer of <paramref name="spec"/> over <paramref name="groups"/>.</summary>
    /// <param name="spec">The options where a group has none of its own.</param>
    /// <param name="groups">The parameters.</param>
    /// <param name="kernel">The kernel's name in <c>fused.py</c>.</param>
    /// <param name="options">What the kernel reads, and the states it keeps, of a group's options.</param>
    public static KernelOptimizer Of<TSpec>(TSpec spec, IReadOnlyList<ParameterGroup> groups, string kernel, Func<TSpec, KernelOptions> options)
        where TSpec : OptimizerSpec
    {
        foreach (ParameterGroup group in groups)
        {
            if (group.Options is not (null or TSpec))
            {
                throw new ArgumentException($"a group of {typeof(TSpec).Name} has options of {group.Options.GetType().Name}; give it a {typeof(TSpec).Name}", nameof(groups));
            }
        }

        return new KernelOptimizer(spec, groups, kernel, of => options((TSpec)of));
    }

    public override void Step(double lr, Tensor? gradScale = null, Tensor? foundInf = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Step(lr, [.. _slots.Select(slot => slot.Parameter.grad)], gradScale, foundInf);
    }

    // Reading 42 gradients a second time, and freeing what was read, would cost a step of a 20-layer net 20 µs of 1,400.
    internal override void Step(double lr, IReadOnlyList<Tensor?> gradients, Tensor? gradScale, Tensor? foundInf)
    {
        foreach (Bucket bucket in Buckets(gradients))
        {
            HyperParameters options = _options[bucket.Group];
            options.SetLearningRate(lr);
            for (int i = 0; i < bucket.Members.Length; i++)
            {
                bucket.Gradients[i] = gradients[bucket.Members[i]]!;
            }

            FusedKernels.Run(
                _kernel, bucket.Parameters, bucket.Gradients, bucket.States[0], bucket.States[1], bucket.States[2], bucket.Counter, options.Values, gradScale, foundInf);
        }
    }

    public override IReadOnlyDictionary<string, Tensor> State()
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        long steps = Steps;
        foreach (Slot slot in _slots)
        {
            foreach ((string name, Tensor tensor) in slot.NamedStates())
            {
                state.Add(name, tensor);
            }

            if (slot.Counter.Steps != steps)
            {
                state.Add(slot.CounterName, slot.Counter.Tensor);
            }
        }

        return state;
    }

    public override void Restore(IReadOnlyDictionary<string, Tensor> state, long steps)
    {
        using IDisposable unwatched = no_grad();
        (string Name, Tensor Live)[] live = [.. _slots.SelectMany(slot => slot.NamedStates())];
        foreach ((string name, Tensor tensor) in live)
        {
            if (!state.TryGetValue(name, out Tensor? saved) || !saved.shape.AsSpan().SequenceEqual(tensor.shape))
            {
                string problem = saved is null ? "is missing" : $"is [{string.Join(", ", saved.shape)}], not [{string.Join(", ", tensor.shape)}]";
                throw new ArgumentException($"the saved state of optimizer {_kernel}: '{name}' {problem}; restore it into the optimizer and model that it was saved from", nameof(state));
            }
        }

        foreach ((string name, Tensor tensor) in live)
        {
            tensor.copy_(state[name]);
        }

        ShareCounters([.. _slots.Select(slot => state.TryGetValue(slot.CounterName, out Tensor? own) ? (long)own.item<float>() : steps)]);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (Slot slot in _slots)
        {
            slot.Dispose();
        }

        foreach (HyperParameters options in _options)
        {
            options.Dispose();
        }
    }

    private Bucket[] Buckets(IReadOnlyList<Tensor?> gradients)
    {
        bool changed = _buckets is null;
        for (int i = 0; i < _slots.Length; i++)
        {
            bool active = gradients[i] is not null;
            changed |= active != _active[i];
            _active[i] = active;
        }

        return changed || _buckets is null ? _buckets = Sort() : _buckets;
    }

    /// <summary>Sorts the parameters that have a gradient by group and counter; a counter of which only some step is split.</summary>
    private Bucket[] Sort()
    {
        int[] every = [.. Enumerable.Range(0, _slots.Length)];
        foreach (IGrouping<Counter, int> sharers in every.GroupBy(i => _slots[i].Counter).ToArray())
        {
            int[] stepping = [.. sharers.Where(i => _active[i])];
            if (stepping.Length > 0 && stepping.Length < sharers.Count())
            {
                var own = new Counter(sharers.Key.Steps, _slots[stepping[0]].Parameter.device);
                foreach (int i in stepping)
                {
                    _slots[i].Counter = own;
                }
            }
        }

        return [.. every.Where(i => _active[i])
            .GroupBy(i => (_slots[i].Group, _slots[i].Counter))
            .Select(bucket => new Bucket(bucket.Key.Group, bucket.Key.Counter, [.. bucket], _slots))];
    }

    private void ShareCounters(long[] steps)
    {
        foreach (Counter? counter in _slots.Select(slot => slot.Counter).Distinct())
        {
            counter?.Dispose();
        }

        // A counter never spans groups: each group's kernel advances it.
        foreach (IGrouping<(int Group, long Steps), int> sharers in Enumerable.Range(0, _slots.Length).GroupBy(i => (_slots[i].Group, steps[i])))
        {
            var counter = new Counter(sharers.Key.Steps, _slots[sharers.First()].Parameter.device);
            foreach (int i in sharers)
            {
                _slots[i].Counter = counter;
            }
        }

        _buckets = null;
    }

    private sealed class Slot(string name, Tensor parameter, int group, IReadOnlyList<KernelState?> states) : IDisposable
    {
        public Tensor Parameter { get; } = parameter;

        public int Group { get; } = group;

        public Tensor?[] States { get; } = [.. states.Select(state => state?.For(parameter))];

        public Counter Counter { get; set; } = null!;

        public string CounterName { get; } = $"{name}.step";

        public IEnumerable<(string Name, Tensor Tensor)> NamedStates() =>
            states.Zip(States).Where(pair => pair.First is not null).Select(pair => ($"{name}.{pair.First!.Name}", pair.Second!));

        public void Dispose()
        {
            Counter.Dispose();
            foreach (Tensor? state in States)
            {
                state?.Dispose();
            }
        }
    }

    private sealed class Counter(long steps, Device device) : IDisposable
    {
        public Tensor Tensor { get; } = full([], (float)steps, dtype: ScalarType.Float32, device: device).DetachFromDisposeScope();

        public long Steps => (long)Tensor.item<float>();

        public void Dispose() => Tensor.Dispose();
    }

    private sealed class Bucket(int group, Counter counter, int[] members, Slot[] slots)
    {
        public int Group { get; } = group;

        public Tensor Counter { get; } = counter.Tensor;

        public int[] Members { get; } = members;

        public Tensor[] Parameters { get; } = [.. members.Select(i => slots[i].Parameter)];

        public Tensor[] Gradients { get; } = new Tensor[members.Length];

        public Tensor[][] States { get; } = [.. Enumerable.Range(0, 3).Select(k => members.Select(i => slots[i].States[k]).OfType<Tensor>().ToArray())];
    }

    private sealed class HyperParameters : IDisposable
    {
        private readonly double _scale;

        public HyperParameters(ParameterGroup group, IReadOnlyList<double> values)
        {
            _scale = group.LrScale;
            Values = tensor((double[])[0, group.WeightDecay ?? values[0], .. values.Skip(1)]).DetachFromDisposeScope();
        }

        /// <summary>The learning rate, the weight decay, then the kernel's own; float64 on the CPU.</summary>
        public Tensor Values { get; }

        public void SetLearningRate(double lr) => MemoryMarshal.Cast<byte, double>(Values.bytes)[0] = lr * _scale;

        public void Dispose() => Values.Dispose();
    }
}
