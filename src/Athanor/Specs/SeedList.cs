using System.Collections;
using System.Runtime.CompilerServices;

namespace Athanor.Specs;

/// <summary>The seeds of a study, each used once by every variant. <c>9</c> means 0…8; a list means itself, and is the canonical form.</summary>
[SpecConverter(typeof(SeedListConverter))]
[CollectionBuilder(typeof(SeedList), nameof(Create))]
public sealed class SeedList : IReadOnlyList<long>, IEquatable<SeedList>
{
    private readonly long[] _seeds;

    private SeedList(long[] seeds) => _seeds = seeds;

    /// <inheritdoc/>
    public int Count => _seeds.Length;

    /// <inheritdoc/>
    public long this[int index] => _seeds[index];

    /// <summary>The list of <paramref name="seeds"/>; by the time it is used it must hold one at least and none twice.</summary>
    public static SeedList Create(ReadOnlySpan<long> seeds) => new(seeds.ToArray());

    /// <summary>The seeds 0 … <paramref name="count"/> − 1; none for a count below 1, which validation refuses.</summary>
    public static SeedList First(int count) => new([.. Enumerable.Range(0, Math.Max(count, 0)).Select(seed => (long)seed)]);

    /// <summary>The same as <see cref="First"/>: <c>seeds: 9</c> reads in C# as in a document.</summary>
    public static implicit operator SeedList(int count) => First(count);

    /// <inheritdoc/>
    public bool Equals(SeedList? other) => other is not null && _seeds.AsSpan().SequenceEqual(other._seeds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SeedList);

    /// <inheritdoc/>
    public override int GetHashCode() => _seeds.Aggregate(_seeds.Length, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_seeds).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _seeds)}]";
}
