using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Athanor.Persistence;

/// <summary>What a part of a training must have back to go on as if it had never ended: named tensors, and named values beside them.</summary>
/// <remarks>States nest: <see cref="Of"/> makes one of several, in which a part's tensors are called <c>part/name</c> and its values lie under its name.</remarks>
public sealed record SavedState
{
    private const char Separator = '/';

    /// <summary>Tensors by name. Saved: live ones that the part goes on owning, to be read at once. Restored: the caller's, to be copied from.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; init; } = new Dictionary<string, Tensor>(StringComparer.Ordinal);

    /// <summary>Values by name; numbers that may be anything are written with <see cref="Number"/>, so that they come back bit for bit.</summary>
    public JsonObject Values { get; init; } = [];

    /// <summary>One state of several, each under its name.</summary>
    /// <exception cref="ArgumentException">A name is empty, holds a slash or stands there twice.</exception>
    public static SavedState Of(IEnumerable<(string Name, SavedState State)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        var values = new JsonObject();
        foreach ((string name, SavedState state) in parts)
        {
            if (name.Length == 0 || name.Contains(Separator, StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{name}' can't name a part of a state: it is empty or holds a slash", nameof(parts));
            }

            values.Add(name, state.Values.DeepClone());
            foreach ((string own, Tensor tensor) in state.Tensors)
            {
                tensors.Add($"{name}{Separator}{own}", tensor);
            }
        }

        return new SavedState { Tensors = tensors, Values = values };
    }

    /// <summary>A part of a state that <see cref="Of"/> made, or null where there is none of that name.</summary>
    public SavedState? Find(string part) => Values[part] is not JsonObject values ? null : new SavedState
    {
        Values = values,
        Tensors = Tensors
            .Where(entry => entry.Key.StartsWith(part + Separator, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[(part.Length + 1)..], entry => entry.Value, StringComparer.Ordinal),
    };

    /// <summary>A part of a state that <see cref="Of"/> made.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public SavedState Part(string part) =>
        Find(part) ?? throw new ArgumentException($"the saved state has no part '{part}'; it has {string.Join(", ", Values.Select(value => value.Key))}", nameof(part));

    /// <summary>A number as it is written among <see cref="Values"/>: as a number where JSON can hold it, else as the word for it.</summary>
    public static JsonNode Number(double value) => double.IsFinite(value) && BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(-0.0)
        ? JsonValue.Create(value)
        : JsonValue.Create(value.ToString("R"));

    /// <summary>The number that <see cref="Number"/> wrote under <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is no number of that name.</exception>
    public double Double(string name) => double.TryParse(Scalar(name, JsonValueKind.Number, JsonValueKind.String), out double number) ? number : throw Missing(name);

    /// <summary>The whole number written under <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is no whole number of that name.</exception>
    public long Integer(string name) => long.TryParse(Scalar(name, JsonValueKind.Number), out long number) ? number : throw Missing(name);

    /// <summary>The text written under <paramref name="name"/>, or null where null was written.</summary>
    /// <exception cref="ArgumentException">There is neither.</exception>
    public string? Text(string name) => Scalar(name, JsonValueKind.String, JsonValueKind.Null);

    /// <summary>The tensor called <paramref name="name"/>, which must have the shape and type of <paramref name="live"/>.</summary>
    /// <exception cref="ArgumentException">There is no such tensor, or it does not fit.</exception>
    public Tensor Tensor(string name, Tensor live)
    {
        ArgumentNullException.ThrowIfNull(live);
        if (!Tensors.TryGetValue(name, out Tensor? saved))
        {
            throw new ArgumentException($"the saved state has no tensor '{name}'", nameof(name));
        }

        return saved.dtype == live.dtype && saved.shape.AsSpan().SequenceEqual(live.shape)
            ? saved
            : throw new ArgumentException(
                $"tensor '{name}': saved {saved.dtype} [{string.Join(", ", saved.shape)}] and {live.dtype} [{string.Join(", ", live.shape)}] differ", nameof(name));
    }

    private string? Scalar(string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        bool there = Values.TryGetPropertyValue(name, out JsonNode? node);
        JsonValueKind kind = node?.GetValueKind() ?? JsonValueKind.Null;
        return !there || !kinds.Contains(kind) ? throw Missing(name)
            : kind == JsonValueKind.String ? node!.GetValue<string>()
            : node?.ToJsonString();
    }

    private static ArgumentException Missing(string name) => new($"the saved state has no usable value '{name}'", nameof(name));
}
