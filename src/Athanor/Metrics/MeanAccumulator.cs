using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The mean of one value a place, each counting its mask times its sample's weight.</summary>
/// <param name="values">The values by place, for logits and targets of one batch.</param>
/// <param name="finish">What is done to the mean.</param>
internal sealed class MeanAccumulator(Func<Tensor, Tensor, Tensor> values, Func<double, double>? finish = null) : MetricAccumulator
{
    private readonly RunningMean _mean = new();

    public override void Add(Tensor logits, Batch batch)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Tensor terms = values(logits, batch.Target);
        _mean.Add(terms, Factor(batch, terms));
    }

    public override double Value() => finish is null ? _mean.Value() : finish(_mean.Value());

    protected override void Dispose(bool disposing)
    {
        _mean.Dispose();
        base.Dispose(disposing);
    }

    private static Tensor? Factor(Batch batch, Tensor terms)
    {
        Tensor? mask = Align(batch.Mask, terms);
        Tensor? weight = Align(batch.Weight, terms);
        return mask is null ? weight : weight is null ? mask : mask * weight;
    }

    /// <summary>Mask or weight with as many axes as the terms: trailing ones added, [samples] serves [samples, time].</summary>
    private static Tensor? Align(Tensor? factor, Tensor terms)
    {
        if (factor is null || factor.numel() == terms.numel())
        {
            return factor?.view(terms.shape);
        }

        while (factor.dim() < terms.dim())
        {
            factor = factor.unsqueeze(-1);
        }

        return factor;
    }
}
