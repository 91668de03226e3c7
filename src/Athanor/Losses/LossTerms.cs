using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>A loss before reduction: the sum of its terms and what they count, both of which add up over the batches of a window.</summary>
/// <param name="Sum">The sum of the terms: a scalar with gradient.</param>
/// <param name="Count">What they count: a scalar tensor without gradient where it depends on data (masks, weights), else null.</param>
/// <param name="KnownCount">The count where it is known without looking at data.</param>
public sealed record LossTerms(Tensor Sum, Tensor? Count, double KnownCount)
{
    private static readonly Dictionary<string, Tensor> None = new(StringComparer.Ordinal);

    /// <summary>The terms one by one, or null where they were summed in the kernel (see <see cref="LossInput.KeepTerms"/>).</summary>
    public Tensor? Terms { get; init; }

    /// <summary>Named parts that add up to <see cref="Sum"/>, such as a reconstruction and a divergence.</summary>
    public IReadOnlyDictionary<string, Tensor> Parts { get; init; } = None;

    /// <summary>Reads the count, waiting for the device only where it depends on data.</summary>
    public double ReadCount() => Count is null ? KnownCount : Count.to_type(ScalarType.Float64).item<double>();

    /// <summary>One number, or the terms themselves for <see cref="Reduction.None"/>.</summary>
    public Tensor Reduce(Reduction reduction) => reduction switch
    {
        Reduction.None => Terms ?? throw new InvalidOperationException("the terms were summed in the kernel; ask for them with KeepTerms"),
        Reduction.Sum => Sum,
        _ => Count is null ? Sum / KnownCount : Sum / Count,
    };
}
