using System.Text.Json.Nodes;
using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Diagnosis.Signals;

/// <summary>What was seen so far as a state to save, so that a training that is resumed is judged by all of it.</summary>
/// <remarks>An entry of a series is a row of float64; the rows of one series lie in one tensor, their lengths in another.</remarks>
internal static class SignalsState
{
    /// <summary>Units whose being alive is kept in one number: a float64 holds 53 bits.</summary>
    private const int UnitsPerNumber = 48;

    /// <summary>The state, its tensors in the current dispose scope.</summary>
    public static SavedState Save(TrainingSignals signals)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var values = new JsonObject
        {
            ["outputLooksLike"] = signals.OutputLooksLike,
            ["gains"] = new JsonArray([.. signals.Layers.Select(layer => SavedState.Number(layer.Gain))]),
            ["symmetric"] = new JsonArray([.. signals.Layers.Select(layer => (JsonNode)layer.Symmetric)]),
            ["epochs"] = new JsonArray([.. signals.Epochs.Select(epoch => (JsonNode)new JsonObject
            {
                ["step"] = epoch.Step,
                ["metrics"] = new JsonObject(epoch.Metrics.Select(metric => KeyValuePair.Create(metric.Key, (JsonNode?)SavedState.Number(metric.Value)))),
            })]),
        };
        Add("updates", signals.Updates, update => [update.Step, update.Loss, update.GradientNorm, update.LearningRate]);
        Add("gradients", signals.Gradients, look => [look.Step, .. look.Gradients]);
        Add("looks", signals.Looks, Row);
        Add("times", signals.Times, look => [look.Step, .. look.Norms]);
        return new SavedState { Tensors = tensors, Values = values };

        void Add<T>(string name, Thinned<T> series, Func<T, double[]> row)
        {
            double[][] rows = [.. series.Select(row)];
            tensors[$"{name}.numbers"] = tensor(rows.SelectMany(numbers => numbers).ToArray(), ScalarType.Float64);
            tensors[$"{name}.lengths"] = tensor(rows.Select(numbers => (long)numbers.Length).ToArray(), ScalarType.Int64);
            values[name] = new JsonObject { ["stride"] = series.Stride, ["seen"] = series.Seen };
        }
    }

    /// <summary>Puts a state back, in place of what is there.</summary>
    /// <exception cref="ArgumentException">It is another training's.</exception>
    public static void Restore(TrainingSignals signals, SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        signals.OutputLooksLike = state.Text("outputLooksLike");
        double[] gains = [.. Array(state, "gains").Select(Number)];
        bool[] symmetric = [.. Array(state, "symmetric").Select(node => node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Bad("symmetric"))];
        if (gains.Length != signals.Layers.Count || symmetric.Length != gains.Length)
        {
            throw Bad("gains");
        }

        signals.Model.StartedWith(gains, symmetric);
        signals.Epochs.Clear();
        foreach (JsonNode? epoch in Array(state, "epochs"))
        {
            if (epoch is not JsonObject { Count: 2 } row || row["step"] is not JsonValue step || !step.TryGetValue(out long update) || row["metrics"] is not JsonObject metrics)
            {
                throw Bad("epochs");
            }

            signals.Epochs.Add((update, metrics.ToDictionary(metric => metric.Key, metric => Number(metric.Value), StringComparer.Ordinal)));
        }

        int layers = signals.Layers.Count;
        Put("updates", signals.Updates, row => row.Length == 4 ? new UpdatePoint((long)row[0], row[1], row[2], row[3]) : throw Bad("updates"));
        Put("gradients", signals.Gradients, row => row.Length == layers + 1 ? new GradientLook((long)row[0], row[1..]) : throw Bad("gradients"));
        Put("looks", signals.Looks, row => Look(row, layers, signals.Model.Activations.Count));
        Put("times", signals.Times, row => row.Length > 0 ? new TimeLook((long)row[0], row[1..]) : throw Bad("times"));

        void Put<T>(string name, Thinned<T> series, Func<double[], T> entry)
        {
            SavedState place = state.Part(name);
            double[] numbers = Numbers(state, $"{name}.numbers", ScalarType.Float64).data<double>().ToArray();
            long[] lengths = Numbers(state, $"{name}.lengths", ScalarType.Int64).data<long>().ToArray();
            if (lengths.Any(length => length < 0 || length > numbers.Length) || lengths.Sum() != numbers.Length)
            {
                throw Bad(name);
            }

            var entries = new List<T>(lengths.Length);
            int at = 0;
            foreach (long length in lengths)
            {
                entries.Add(entry(numbers[at..(at + (int)length)]));
                at += (int)length;
            }

            series.Restore(entries, place.Integer("stride"), place.Integer("seen"));
        }
    }

    private static double[] Row(Look look)
    {
        var row = new List<double> { look.Step };
        foreach (LayerLook layer in look.Layers)
        {
            row.AddRange([layer.WeightNorm, layer.UpdateRatio, layer.OutputGradient]);
        }

        foreach (ActivationLook activation in look.Activations)
        {
            row.AddRange([activation.Mean, activation.Std, activation.Flat, activation.Alive.Length]);
            row.AddRange(activation.Alive.Chunk(UnitsPerNumber).Select(units => (double)units.Select((alive, i) => alive ? 1L << i : 0).Sum()));
        }

        return [.. row];
    }

    private static Look Look(double[] row, int layers, int activations)
    {
        int at = 0;
        double Next() => at < row.Length ? row[at++] : throw Bad("looks");
        long step = (long)Next();
        LayerLook[] seen = [.. Enumerable.Range(0, layers).Select(_ => new LayerLook(Next(), Next(), Next()))];
        var given = new ActivationLook[activations];
        for (int i = 0; i < activations; i++)
        {
            (double mean, double std, double flat, double units) = (Next(), Next(), Next(), Next());
            if (!(units >= 0 && units <= (double)UnitsPerNumber * row.Length))
            {
                throw Bad("looks");
            }

            var alive = new bool[(int)units];
            long bits = 0;
            for (int unit = 0; unit < alive.Length; unit++)
            {
                bits = unit % UnitsPerNumber == 0 ? (long)Next() : bits;
                alive[unit] = ((bits >> (unit % UnitsPerNumber)) & 1) == 1;
            }

            given[i] = new ActivationLook(mean, std, flat, alive);
        }

        return at == row.Length ? new Look(step, seen, given) : throw Bad("looks");
    }

    private static Tensor Numbers(SavedState state, string name, ScalarType type) =>
        state.Tensors.TryGetValue(name, out Tensor? tensor) && tensor.dtype == type && tensor.dim() == 1 ? tensor.cpu() : throw Bad(name);

    private static JsonArray Array(SavedState state, string name) => state.Values[name] as JsonArray ?? throw Bad(name);

    private static double Number(JsonNode? node) => new SavedState { Values = { [""] = node?.DeepClone() } }.Double("");

    private static ArgumentException Bad(string name) => new($"the saved state's '{name}' is none of this training's", nameof(name));
}
