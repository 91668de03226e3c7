using System.Diagnostics.CodeAnalysis;
using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>What a metric may read of one batch.</summary>
public readonly struct MetricInput
{
    private readonly Batch _batch;

    /// <summary>For a model's output on a batch.</summary>
    public MetricInput(Tensor prediction, Batch batch)
    {
        Prediction = prediction;
        _batch = batch;
        Target = batch.Target;
    }

    /// <summary>The model's output: logits or values, [samples, …].</summary>
    public Tensor Prediction { get; init; }

    /// <summary>What it should have been, [samples, …].</summary>
    public Tensor Target { get; init; }

    /// <summary>Another field of the batch, such as the in-sample part of a series.</summary>
    /// <exception cref="RecipeException">The batch has no such field; those that it has are named.</exception>
    public Tensor this[string name] =>
        _batch.Find(name) ?? throw new RecipeException("missing-field", "", $"a metric reads '{name}', which the data do not bring; they bring {string.Join(", ", _batch.Names)}");

    /// <summary>The field called <paramref name="name"/>, where there is one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor) => _batch.TryGet(name, out tensor);

    /// <summary>The same with prediction and target in float64 and of one shape; a last axis of 1 that only one of them has is dropped.</summary>
    /// <param name="metric">The name that the refusal says.</param>
    /// <exception cref="RecipeException">The shapes differ; both are named.</exception>
    public MetricInput Fit(string metric)
    {
        (Tensor prediction, Tensor target) = ValuePairs.Of(this, metric);
        return this with { Prediction = prediction, Target = target };
    }

    /// <summary>What each place counts: its mask times its sample's weight, with as many axes as <paramref name="places"/>; null where all count 1.</summary>
    /// <exception cref="RecipeException">Mask or weight does not fit the places; both shapes are named.</exception>
    public Tensor? Factor(Tensor places)
    {
        Tensor? mask = Align(_batch.Mask, places, BatchFields.Mask);
        Tensor? weight = Align(_batch.Weight, places, BatchFields.Weight);
        return mask is null ? weight : weight is null ? mask : mask * weight;
    }

    /// <summary>The shape with the batch axis named: <c>[32 batch, 10]</c>.</summary>
    internal static string Describe(Tensor tensor) =>
        $"[{string.Join(", ", tensor.shape.Select((size, axis) => axis == 0 ? $"{size} batch" : $"{size}"))}]";

    /// <summary>[samples] serves [samples, time]: trailing axes of 1 are added or dropped.</summary>
    private static Tensor? Align(Tensor? factor, Tensor places, string what)
    {
        if (factor is null)
        {
            return null;
        }

        long[] shape = places.shape;
        Tensor aligned = factor;
        while (aligned.dim() > shape.Length && aligned.shape[^1] == 1)
        {
            aligned = aligned.squeeze(-1);
        }

        while (aligned.dim() < shape.Length)
        {
            aligned = aligned.unsqueeze(-1);
        }

        long[] own = aligned.shape;
        for (int i = 0; i < own.Length; i++)
        {
            if (own.Length != shape.Length || (own[i] != shape[i] && own[i] != 1))
            {
                throw new RecipeException("shape", "", $"{what} {Describe(factor)} does not fit the places {Describe(places)} that a metric counts");
            }
        }

        return aligned;
    }
}
