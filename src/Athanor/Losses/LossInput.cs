using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What a loss may read, and the ways in which it hands back its terms.</summary>
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
    public Tensor Prediction { get; init; }

    /// <summary>What it should have been.</summary>
    public Tensor Target { get; init; }

    /// <summary>0/1 by place: which places count; null for all.</summary>
    public Tensor? Mask { get; }

    /// <summary>Weight by sample; null where all weigh 1.</summary>
    public Tensor? Weight { get; }

    /// <summary>Whether the caller wants the terms one by one (reduction none), which a fused sum would lose.</summary>
    public bool KeepTerms { get; init; }

    /// <summary>Whether every place counts 1, so that a fused sum may be used.</summary>
    public bool IsPlain => Mask is null && Weight is null && !KeepTerms;

    /// <summary>Another field of the batch, such as the in-sample part of a series.</summary>
    /// <exception cref="KeyNotFoundException">The batch has no such field.</exception>
    public Tensor this[string name] => _batch is null ? throw new KeyNotFoundException($"the loss got no '{name}'") : _batch[name];

    /// <summary>Another field of the batch, or null where there is none.</summary>
    public Tensor? Find(string name) => _batch?.Find(name);

    /// <summary>Terms one an element, of any shape; mask and weight are applied to term and count alike.</summary>
    public LossTerms PerElement(Tensor terms) => Weighted(terms, null);

    /// <summary>Terms one an element that count other than 1, such as the weight of a class: <paramref name="counts"/> has the terms' shape.</summary>
    public LossTerms PerElement(Tensor terms, Tensor counts) => Weighted(terms, counts);

    /// <summary>Terms one a sample, [samples].</summary>
    public LossTerms PerSample(Tensor terms) => Weighted(terms, null);

    /// <summary>Terms that the kernel has summed already, of which there are <paramref name="count"/>; only where <see cref="IsPlain"/>.</summary>
    public LossTerms Summed(Tensor sum, double count) => new(sum, null, count);

    /// <summary>Terms that the kernel has summed already and whose count depends on the data; only where <see cref="IsPlain"/>.</summary>
    public LossTerms Summed(Tensor sum, Tensor count) => new(sum, count, double.NaN);

    private LossTerms Weighted(Tensor terms, Tensor? counts)
    {
        if (Mask is null && Weight is null)
        {
            return counts is null
                ? new LossTerms(terms.sum(), null, terms.numel()) { Terms = terms }
                : new LossTerms(terms.sum(), counts.sum(), double.NaN) { Terms = terms };
        }

        Tensor? mask = Mask is null ? null : Places.Align(Mask, terms, "mask");
        Tensor? weight = Weight is null ? null : Places.Align(Weight, terms, "weight");
        Tensor factor = mask is null ? weight! : weight is null ? mask : mask * weight;

        // A place that does not count has no term, whatever the formula made of it: 0 · NaN is NaN.
        Tensor weighted = where(factor == 0, zeros_like(terms), terms * factor);
        Tensor counted = counts is null ? factor.expand(terms.shape) : counts * factor;
        return new LossTerms(weighted.sum(), counted.sum(), double.NaN) { Terms = weighted };
    }
}
