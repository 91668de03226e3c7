using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What a loss may read, and the ways in which it hands back its terms.</summary>
/// <remarks>Further tensors have names: a model's further outputs (a latent <c>mean</c>), else the batch's fields (<c>insample</c>). From C# give them by <see cref="With"/>.</remarks>
public readonly struct LossInput
{
    private readonly Batch? _batch;
    private readonly IReadOnlyDictionary<string, Tensor>? _outputs;
    private readonly Dictionary<string, Tensor>? _named;
    private readonly Tensor? _target;

    /// <summary>For a prediction and, where the loss reads one, a target.</summary>
    public LossInput(Tensor prediction, Tensor? target = null, Tensor? mask = null, Tensor? weight = null)
    {
        Prediction = prediction;
        _target = target;
        Mask = mask;
        Weight = weight;
    }

    /// <summary>For a model's outputs on a batch.</summary>
    /// <param name="prediction">The model's prediction.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="outputs">The model's further outputs by name, which go before fields of the batch of the same name.</param>
    public LossInput(Tensor prediction, Batch batch, IReadOnlyDictionary<string, Tensor>? outputs = null)
        : this(prediction, batch.Find(BatchFields.Target), batch.Mask, batch.Weight) => (_batch, _outputs) = (batch, outputs);

    /// <summary>The model's output: logits or values.</summary>
    public Tensor Prediction { get; init; }

    /// <summary>What it should have been.</summary>
    /// <exception cref="RecipeException">There is none.</exception>
    public Tensor Target
    {
        get => _target ?? throw new RecipeException("missing-input", "", $"the loss got no '{BatchFields.Target}'");
        init => _target = value;
    }

    /// <summary>Whether there is a target.</summary>
    public bool HasTarget => _target is not null;

    /// <summary>0/1 by place: which places count; null for all.</summary>
    public Tensor? Mask { get; private init; }

    /// <summary>Weight by sample; null where all weigh 1.</summary>
    public Tensor? Weight { get; }

    /// <summary>Whether the caller wants the terms one by one (reduction none), which a fused sum would lose.</summary>
    public bool KeepTerms { get; init; }

    /// <summary>Whether every place counts 1, so that a fused sum may be used.</summary>
    public bool IsPlain => Mask is null && Weight is null && !KeepTerms;

    /// <summary>A further tensor, such as the in-sample part of a series.</summary>
    /// <exception cref="RecipeException">There is none of that name.</exception>
    public Tensor this[string name] => Find(name) ?? throw new RecipeException("missing-input", "", $"the loss got no '{name}'");

    /// <summary>A further tensor, or null where there is none of that name.</summary>
    public Tensor? Find(string name) => _named?.GetValueOrDefault(name) ?? _outputs?.GetValueOrDefault(name) ?? _batch?.Find(name);

    /// <summary>The same with a further tensor.</summary>
    public LossInput With(string name, Tensor tensor) =>
        new(this, new(_named ?? [], StringComparer.Ordinal) { [name] = tensor });

    /// <summary>Terms one an element, of any shape; mask and weight are applied to term and count alike.</summary>
    public LossTerms PerElement(Tensor terms) => Weighted(terms, null, Mask);

    /// <summary>Terms one an element that count other than 1, such as the weight of a class: <paramref name="counts"/> has the terms' shape.</summary>
    public LossTerms PerElement(Tensor terms, Tensor counts) => Weighted(terms, counts, Mask);

    /// <summary>Terms one an element, of which the masked are 0 but count all the same: the mean runs over all places.</summary>
    public LossTerms OverAllPlaces(Tensor terms)
    {
        if (Mask is null)
        {
            return Weighted(terms, null, null);
        }

        Tensor masked = where(Places.Align(Mask, terms, "mask") == 0, zeros_like(terms), terms);
        return Weighted(masked, null, null);
    }

    /// <summary>Terms one a sample, [samples]. A sample counts where any of its places does.</summary>
    public LossTerms PerSample(Tensor terms) => Weighted(terms, null, SampleMask());

    /// <summary>Named parts, each with a term for every sample; the loss is the sum of them, each times its scale.</summary>
    public LossTerms PerSample(params IReadOnlyList<(string Name, LossPart Part)> parts)
    {
        Tensor? sum = null;
        foreach ((_, LossPart part) in parts)
        {
            // A part that is switched off adds nothing even where it is infinite.
            Tensor scaled = part.Scale switch { 1 => part.Terms, 0 => 0 * part.Terms.nan_to_num(0, 0, 0), var scale => scale * part.Terms };
            sum = sum is null ? scaled : sum + scaled;
        }

        Tensor? factor = Factor(sum!, SampleMask());
        return PerSample(sum!) with
        {
            Parts = parts.ToDictionary(
                item => item.Name,
                item => factor is null ? item.Part : item.Part with { Terms = Apply(factor, item.Part.Terms) },
                StringComparer.Ordinal),
        };
    }

    /// <summary>Terms that the kernel has summed already, of which there are <paramref name="count"/>; only where <see cref="IsPlain"/>.</summary>
    public LossTerms Summed(Tensor sum, double count) => new(sum, null, count);

    /// <summary>Terms that the kernel has summed already and whose count depends on the data; only where <see cref="IsPlain"/>.</summary>
    public LossTerms Summed(Tensor sum, Tensor count) => new(sum, count, double.NaN);

    /// <summary>The mask by sample, [samples]: 1 where any place of the sample counts; null without a mask.</summary>
    public Tensor? SampleMask() => Mask is { } mask && mask.dim() > 1 ? mask.to_type(ScalarType.Float32).flatten(1).amax([1]) : Mask;

    /// <summary><paramref name="tensor"/> with <paramref name="value"/> where the mask is 0, so that what stands there reaches no gradient; itself without a mask.</summary>
    /// <param name="tensor">[samples, …]; where it has other axes than the mask, whole samples are masked.</param>
    /// <param name="value">What is read instead.</param>
    public Tensor Masked(Tensor tensor, double value = 0)
    {
        if (Mask is null)
        {
            return tensor;
        }

        Tensor mask = Places.Fits(Mask, tensor) ? Mask : SampleMask()!;
        return where(Places.Align(mask, tensor, "mask") == 0, full_like(tensor, value), tensor);
    }

    /// <summary>Each sample's mean of <paramref name="terms"/> over the places that the mask leaves; 0 where it leaves none.</summary>
    internal Tensor SampleMeans(Tensor terms)
    {
        if (Mask is null)
        {
            return terms.dim() < 2 ? terms : terms.flatten(1).mean([1L]);
        }

        Tensor kept = Places.Align(Places.Fits(Mask, terms) ? Mask : SampleMask()!, terms, "mask").expand(terms.shape);
        Tensor counted = where(kept == 0, zeros_like(terms), terms);
        return terms.dim() < 2 ? counted : counted.flatten(1).sum([1L]) / kept.flatten(1).sum([1L]).clamp(min: 1);
    }

    /// <summary>The same with what weighs 0 masked too, so that a missing value that stands there reaches no gradient either.</summary>
    internal LossInput WithoutWeightless()
    {
        if (Weight is null)
        {
            return this;
        }

        Tensor weighs = Weight != 0;
        return Mask is null ? this with { Mask = weighs }
            : Places.Fits(weighs, Mask) ? this with { Mask = where(Places.Align(weighs, Mask, "weight") == 0, zeros_like(Mask), Mask) }
            : Places.Fits(Mask, weighs) ? this with { Mask = weighs.logical_and(Places.Align(Mask, weighs, "mask") != 0) }
            : this;
    }

    /// <summary>How many samples count: their number, or the sum of their weights without those that are masked.</summary>
    internal Tensor Samples()
    {
        Tensor ones = Prediction.new_ones(Prediction.shape[0]);
        return (Factor(ones, SampleMask()) ?? ones).sum();
    }

    private LossInput(LossInput input, Dictionary<string, Tensor> named)
    {
        this = input;
        _named = named;
    }

    private Tensor? Factor(Tensor terms, Tensor? mask)
    {
        Tensor? aligned = mask is null ? null : Places.Align(mask, terms, "mask");
        Tensor? weight = Weight is null ? null : Places.Align(Weight, terms, "weight");
        return aligned is null ? weight : weight is null ? aligned : aligned * weight;
    }

    private LossTerms Weighted(Tensor terms, Tensor? counts, Tensor? mask)
    {
        if (Factor(terms, mask) is not { } factor)
        {
            return counts is null
                ? new LossTerms(terms.sum(), null, terms.numel()) { Terms = terms }
                : new LossTerms(terms.sum(), counts.sum(), double.NaN) { Terms = terms };
        }

        Tensor weighted = Apply(factor, terms);
        Tensor counted = counts is null ? factor.expand(terms.shape) : counts * factor;
        return new LossTerms(weighted.sum(), counted.sum(), double.NaN) { Terms = weighted };
    }

    /// <summary>A place that does not count has no term, whatever the formula made of it: 0 · NaN is NaN.</summary>
    private static Tensor Apply(Tensor factor, Tensor terms) => where(factor == 0, zeros_like(terms), terms * factor);
}
