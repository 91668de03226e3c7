using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Athanor.Data;
using Athanor.Losses;
using Athanor.Specs;
using TorchSharp;
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
    /// <exception cref="RecipeException">Mask or weight does not fit the places, both shapes are named; or, on the CPU, a mask is not 0 or 1, or a weight below 0 or no finite number.</exception>
    public Tensor? Factor(Tensor places)
    {
        Tensor? mask = Align(_batch.Mask, places, BatchFields.Mask);
        Tensor? weight = Align(_batch.Weight, places, BatchFields.Weight);
        Refuse(mask, _batch.Mask, static mask => (mask != 0).logical_and(mask != 1), "a mask is 0 or 1 (for other weights give 'weight')", BatchFields.Mask);
        Refuse(weight, _batch.Weight, static weight => (weight >= 0).logical_and(weight.isfinite()).logical_not(), "a weight is finite and not below 0", BatchFields.Weight);
        return mask is null ? weight : weight is null ? mask : mask * weight;
    }

    /// <summary>[samples] serves [samples, time]: trailing axes of 1 are added or dropped.</summary>
    private static Tensor? Align(Tensor? factor, Tensor places, string what) => factor is null
        ? null
        : Places.WithAxesOf(places, factor)
            ?? throw new RecipeException("shape", "", $"{what} {Places.Describe(factor)} does not fit the places {Places.Describe(places)} that a metric counts");

    private static void Refuse(Tensor? factor, Tensor? given, Func<Tensor, Tensor> isWrong, string wanted, string what)
    {
        // Elsewhere than on the CPU to look would make every batch wait; there the loss has looked before training.
        if (factor is null || factor.device_type != DeviceType.CPU || factor.dtype == ScalarType.Bool)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor wrong = isWrong(factor);
        if (wrong.any().item<bool>())
        {
            double value = factor.masked_select(wrong)[0].to_type(ScalarType.Float64).item<double>();
            throw new RecipeException("out-of-range", "", string.Create(CultureInfo.InvariantCulture, $"{what} {Places.Describe(given!)} holds {value}; {wanted}"));
        }
    }
}
