using System.Collections;
using System.Runtime.CompilerServices;

namespace Athanor.Specs;

/// <summary>The widths of a stack of layers, in order; equal to another when its items are.</summary>
/// <remarks>
/// In C# a collection expression makes it (<c>[64, 64]</c>, <c>[.. m.Hidden, 64]</c>) or <see cref="Repeat"/>. Documents write the list or
/// <c>{ width: 64, depth: 20 }</c>, which is read into the list. A patch or <c>--set</c> of <c>width</c> or <c>depth</c> alone works on a list of equal sizes and
/// is refused on another.
/// </remarks>
[SpecConverter(typeof(LayerSizesConverter))]
[CollectionBuilder(typeof(LayerSizes), nameof(Create))]
public sealed class LayerSizes : IReadOnlyList<int>, IEquatable<LayerSizes>
{
    private readonly int[] _sizes;

    private LayerSizes(int[] sizes) => _sizes = sizes;

    /// <inheritdoc/>
    public int Count => _sizes.Length;

    /// <inheritdoc/>
    public int this[int index] => _sizes[index];

    /// <summary>The list of <paramref name="sizes"/>, each of which must be greater than 0 by the time the spec that holds it is validated.</summary>
    public static LayerSizes Create(ReadOnlySpan<int> sizes) => new(sizes.ToArray());

    /// <summary><paramref name="depth"/> layers, each <paramref name="width"/> wide.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="depth"/> is below 0.</exception>
    public static LayerSizes Repeat(int width, int depth) => new([.. Enumerable.Repeat(width, depth)]);

    /// <inheritdoc/>
    public bool Equals(LayerSizes? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerSizes);

    /// <inheritdoc/>
    public override int GetHashCode() => _sizes.Aggregate(_sizes.Length, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _sizes)}]";
}
