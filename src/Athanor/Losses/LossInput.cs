using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What a loss may read, and the two ways in which it hands back its terms.</summary>
public readonly struct LossInput
{
    private readonly Batch? _batch;

    /// <summary>For a prediction and target with nothing else.</summary>
    public LossInput(Tensor prediction, Tensor target, Tensor? mask = null, Tensor? weight = null)
    {
        Prediction = prediction;
        Target = target;
        Mask = mask;
        Weight = weight;
    }

    /// <summary>For a model's output on a batch.</summary>
    public LossInput(Tensor prediction, Batch batch)
        : this(prediction, batch.Target, batch.Mask, batch.Weight) => _batch = batch;

    /// <summary>The model's output: logits or values.</summary>
    public Tensor Prediction { get; }

    /// <summary>What it should have been.</summary>
    public Tensor Target { get; }

    /// <summary>0/1 by place: which places count; null for all.</summary>
    public Tensor? Mask { get; }

    /// <summary>Weight by sample; null where all weigh 1.</summary>
    public Tensor? Weight { get; }

    /// <summary>Whether the caller wants the terms one by one (reduction none), which a fused sum would lose.</summary>
    public bool KeepTerms { get; init; }

    /// <summary>Another field of the batch, such as the in-sample part of a series.</summary>
    public Tensor this[string name] => _batch is null ? throw new KeyNotFoundException($"the loss got no '{name}'") : _batch[name];

    /// <summary>Terms one an element, of any shape; mask and weight are applied to term and count alike.</summary>
    public LossTerms PerElement(Tensor terms) => Weighted(terms);

    /// <summary>Terms one a sample, [samples].</summary>
    public LossTerms PerSample(Tensor terms) => Weighted(terms);

    /// <summary>Terms that the kernel has summed already, of which there are <paramref name="count"/>; only where nothing is masked or weighted.</summary>
    public LossTerms Summed(Tensor sum, double count) => new(sum, null, count);

    /// <summary>Whether every place counts 1, so that a fused sum may be used.</summary>
    public bool IsPlain => Mask is null && Weight is null && !KeepTerms;

    private LossTerms Weighted(Tensor terms)
    {
        if (Mask is null && Weight is null)
        {
            return new LossTerms(terms.sum(), null, terms.numel()) { Terms = terms };
        }

        Tensor factor = Align(Weight, terms) * Align(Mask, terms);
        Tensor weighted = where(factor == 0, zeros_like(terms), terms * factor);
        return new LossTerms(weighted.sum(), factor.broadcast_to(terms.shape).sum(), double.NaN) { Terms = weighted };
    }

    /// <summary>Mask or weight with as many axes as the terms, trailing ones added: [samples] serves [samples, time].</summary>
    private static Tensor Align(Tensor? factor, Tensor terms)
    {
        if (factor is null)
        {
            return ones([], terms.dtype, terms.device);
        }

        Tensor aligned = factor.to_type(terms.dtype);
        while (aligned.dim() < terms.dim())
        {
            aligned = aligned.unsqueeze(-1);
        }

        return aligned;
    }
}
