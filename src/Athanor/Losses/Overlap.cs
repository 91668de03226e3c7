using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What dice and Tversky share: how much of each other a predicted and a true region cover.</summary>
/// <param name="Both">Σ p·t.</param>
/// <param name="Predicted">Σ p.</param>
/// <param name="True">Σ t.</param>
internal readonly record struct Overlap(Tensor Both, Tensor Predicted, Tensor True)
{
    /// <summary>The sums over each sample's places, [samples], or over the whole batch, [1]; masked places belong to no region.</summary>
    public static Overlap Of(in LossInput x, bool overBatch)
    {
        Tensor p = x.Masked(x.Prediction.sigmoid());
        Tensor t = x.Target;
        if (overBatch)
        {
            return new((p * t).sum().unsqueeze(0), p.sum().unsqueeze(0), t.sum().unsqueeze(0));
        }

        return new(BySample(p * t), BySample(p), BySample(t));
    }

    /// <summary>1 − score, as terms of the samples or of the batch; a score of 0/0, nothing there and nothing predicted, is 1.</summary>
    public static LossTerms Terms(in LossInput x, Tensor numerator, Tensor denominator, bool overBatch)
    {
        Tensor empty = denominator == 0;
        Tensor loss = where(empty, zeros_like(numerator), 1 - (numerator / where(empty, ones_like(denominator), denominator)));
        if (!overBatch)
        {
            return x.PerSample(loss);
        }

        // One term for the batch, unless nothing in it counts.
        Tensor? counts = x.SampleMask()?.to_type(loss.dtype).sum().clamp(max: 1);
        return counts is null ? new LossTerms(loss.sum(), null, 1) { Terms = loss } : new LossTerms((loss * counts).sum(), counts, double.NaN) { Terms = loss * counts };
    }

    private static Tensor BySample(Tensor places) => places.dim() < 2 ? places : places.flatten(1).sum([1L]);
}
