using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>A loss before reduction: the sum of its terms and what they count, both of which add up over the batches of a window.</summary>
/// <param name="Sum">The sum of the terms: a scalar with gradient.</param>
/// <param name="Count">What they count: a scalar tensor without gradient where it depends on data (masks, weights), else null.</param>
/// <param name="KnownCount">The count where it is known without looking at data.</param>
public sealed record LossTerms(Tensor Sum, Tensor? Count, double KnownCount)
{
    private static readonly Dictionary<string, LossPart> None = new(StringComparer.Ordinal);

    /// <summary>The terms one by one, or null where they were summed in the kernel (see <see cref="LossInput.KeepTerms"/>).</summary>
    public Tensor? Terms { get; init; }

    /// <summary>Named parts that add up to <see cref="Sum"/>, each times its scale, such as a reconstruction and a divergence.</summary>
    public IReadOnlyDictionary<string, LossPart> Parts { get; init; } = None;

    /// <summary>Reads the count, waiting for the device only where it depends on data.</summary>
    public double ReadCount() => Count is null ? KnownCount : Count.to_type(ScalarType.Float64).item<double>();

    /// <summary>One number, or the terms themselves for <see cref="Reduction.None"/>. The mean of terms that count nothing is 0, with gradient 0.</summary>
    /// <exception cref="InvalidOperationException">The terms were summed in the kernel, or (batch-mean) the samples are not known here: see <see cref="LossSpec.Reduce"/>.</exception>
    public Tensor Reduce(Reduction reduction) => reduction switch
    {
        Reduction.None => Terms ?? throw new InvalidOperationException("the terms were summed in the kernel; ask for them with KeepTerms"),
        Reduction.Sum => Sum,
        Reduction.Mean => Over(Sum),
        _ => throw new InvalidOperationException("the terms do not know how many samples they come from; ask LossSpec.Reduce"),
    };

    /// <summary>The part called <paramref name="name"/>, reduced as <see cref="Reduce(Reduction)"/> reduces the whole.</summary>
    /// <exception cref="KeyNotFoundException">The loss has no such part.</exception>
    public Tensor Reduce(string name, Reduction reduction) => reduction switch
    {
        Reduction.None => Parts[name].Terms,
        Reduction.Sum => Parts[name].Sum,
        _ => Over(Parts[name].Sum),
    };

    private Tensor Over(Tensor sum) => Count is null ? sum / (KnownCount == 0 ? 1 : KnownCount) : sum / where(Count == 0, ones_like(Count), Count);
}
