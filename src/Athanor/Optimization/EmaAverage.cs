using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The exponential moving average of the weights: smooths the noise of single updates away, at a lag of about 1 / (1 − decay) updates.</summary>
/// <remarks>
/// A_n = d_n A_(n−1) + (1 − d_n) P_n with A_0 = P_0, the initial weights; PyTorch's AveragedModel starts from A_1 = P_1 instead. Source: Polyak &amp; Juditsky
/// 1992; the warmup is TensorFlow's, the bias correction Adam's.
/// </remarks>
[Spec("ema")]
public sealed record EmaAverage : AverageSpec
{
    /// <summary>How much of the average an update leaves, within [0, 1). Default 0.999.</summary>
    public double Decay { get; init; } = 0.999;

    /// <summary>Whether the decay starts low: d_n = min(decay, (1 + n) / (10 + n)), so that the initial weights are soon forgotten. Default false.</summary>
    public bool Warmup { get; init; }

    /// <summary>Whether the initial weights take no part at all: A_n = S_n / (1 − decay^n), S_n the average that starts at 0. Default false; never with warmup.</summary>
    public bool BiasCorrection { get; init; }

    /// <inheritdoc/>
    public override double? Share(long update, long totalUpdates) => BiasCorrection
        ? (1 - Decay) / (1 - Math.Pow(Decay, update))
        : 1 - (Warmup ? Math.Min(Decay, (1.0 + update) / (10.0 + update)) : Decay);

    /// <summary>The initial weights' share in the average after <paramref name="updates"/>.</summary>
    internal double InitialShare(long updates)
    {
        double share = BiasCorrection ? 0 : 1;
        long n = 0;
        while (Warmup && n < updates && share > 1e-6)
        {
            share *= 1 - Share(++n, updates)!.Value;
        }

        return share * Math.Pow(Decay, updates - n);
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.WithinHalfOpen(Decay, 0, 1);
        at.Require(!(Warmup && BiasCorrection), "warmup and biasCorrection mend the same; choose one", nameof(BiasCorrection));
    }
}
