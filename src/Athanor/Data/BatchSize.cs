using Athanor.Specs;

namespace Athanor.Data;

/// <summary>How many samples a batch holds: a number, or all of the training part (batch gradient descent). Documents write <c>32</c> or <c>full</c>.</summary>
[SpecConverter(typeof(BatchSizeConverter))]
public sealed record BatchSize
{
    private readonly int? _samples;

    private BatchSize(int? samples) => _samples = samples;

    /// <summary>All samples in one batch.</summary>
    public static BatchSize Full { get; } = new(null);

    /// <summary>Whether all samples go in one batch.</summary>
    public bool IsFull => _samples is null;

    /// <summary>Batches of <paramref name="samples"/>; validation refuses what is not greater than 0.</summary>
    public static BatchSize Of(int samples) => new(samples);

    /// <summary>The same as <see cref="Of(int)"/>: <c>BatchSize = 32</c>.</summary>
    public static implicit operator BatchSize(int samples) => Of(samples);

    /// <summary>The samples of a whole batch where <paramref name="available"/> samples are there.</summary>
    public int SamplesOf(int available) => _samples ?? available;

    /// <inheritdoc/>
    public override string ToString() => _samples is { } samples ? $"{samples}" : BatchSizeConverter.FullName;
}
