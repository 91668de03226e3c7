using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Data;

/// <summary>Shift and scale fitted on a training part: what every batch of every part gets, and what a prediction must undo.</summary>
public sealed class Standardizer : IDisposable
{
    private const long ChunkOfSamples = 4096;
    private const string InputMeanName = "inputMean";
    private const string InputScaleName = "inputScale";
    private const string TargetMeanName = "targetMean";
    private const string TargetScaleName = "targetScale";

    /// <summary>Takes over the tensors (float32, the shape of one sample's field or []).</summary>
    /// <param name="inputMean">Subtracted from the inputs; null to leave them alone.</param>
    /// <param name="inputScale">Then divides the inputs.</param>
    /// <param name="targetMean">Subtracted from the targets; null to leave them alone.</param>
    /// <param name="targetScale">Then divides the targets.</param>
    public Standardizer(Tensor? inputMean, Tensor? inputScale, Tensor? targetMean = null, Tensor? targetScale = null)
    {
        InputMean = inputMean?.DetachFromDisposeScope();
        InputScale = inputScale?.DetachFromDisposeScope();
        TargetMean = targetMean?.DetachFromDisposeScope();
        TargetScale = targetScale?.DetachFromDisposeScope();
    }

    /// <summary>Subtracted from the inputs, or null where they are left alone.</summary>
    public Tensor? InputMean { get; }

    /// <summary>Divides the inputs after that.</summary>
    public Tensor? InputScale { get; }

    /// <summary>Subtracted from the targets, or null where they are left alone.</summary>
    public Tensor? TargetMean { get; }

    /// <summary>Divides the targets after that.</summary>
    public Tensor? TargetScale { get; }

    /// <summary>The inputs [samples, …] standardized. The current dispose scope owns what comes back.</summary>
    public Tensor ApplyToInputs(Tensor inputs) => Shifted(inputs, InputMean, InputScale);

    /// <summary>The batch standardized. The current dispose scope owns its new tensors.</summary>
    public Batch Apply(Batch batch)
    {
        Batch standardized = batch.With(BatchFields.Inputs, ApplyToInputs(batch.Inputs));
        return TargetMean is null ? standardized : standardized.With(BatchFields.Target, Shifted(batch.Target, TargetMean, TargetScale));
    }

    /// <summary>Predictions of standardized targets in the targets' own unit. The current dispose scope owns what comes back.</summary>
    public Tensor RestoreTarget(Tensor prediction) => TargetMean is null
        ? prediction.alias()
        : prediction.mul(TargetScale!.to(prediction.device)).add_(TargetMean.to(prediction.device));

    /// <inheritdoc/>
    public void Dispose()
    {
        InputMean?.Dispose();
        InputScale?.Dispose();
        TargetMean?.Dispose();
        TargetScale?.Dispose();
    }

    /// <summary>The tensors by name, for a file; they stay this one's.</summary>
    internal Dictionary<string, Tensor> ToTensors()
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, Tensor? tensor) in new[] { (InputMeanName, InputMean), (InputScaleName, InputScale), (TargetMeanName, TargetMean), (TargetScaleName, TargetScale) })
        {
            if (tensor is not null)
            {
                tensors.Add(name, tensor);
            }
        }

        return tensors;
    }

    /// <summary>What <see cref="ToTensors"/> wrote, or null where there is nothing to do. Takes over the tensors.</summary>
    internal static Standardizer? OfTensors(IReadOnlyDictionary<string, Tensor> tensors) => tensors.Count == 0 ? null : new Standardizer(
        tensors.GetValueOrDefault(InputMeanName), tensors.GetValueOrDefault(InputScaleName), tensors.GetValueOrDefault(TargetMeanName), tensors.GetValueOrDefault(TargetScaleName));

    internal static Standardizer? Fit(Dataset training, bool perFeature, double epsilon, bool targets)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor Mean, Tensor Scale)? inputs = Moments(training, BatchFields.Inputs, perFeature, epsilon);
        (Tensor Mean, Tensor Scale)? target = targets ? Moments(training, BatchFields.Target, perFeature, 0) : null;
        return inputs is null && target is null ? null : new Standardizer(inputs?.Mean, inputs?.Scale, target?.Mean, target?.Scale);
    }

    /// <summary>The inputs' least numbers and ranges, so that those of <paramref name="training"/> come to lie within [0, 1].</summary>
    internal static Standardizer? FitRange(Dataset training, bool perFeature)
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor? least = null;
        Tensor? most = null;
        for (long start = 0; start < training.Count; start += ChunkOfSamples)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor values = training.Gather(arange(start, Math.Min(start + ChunkOfSamples, training.Count), ScalarType.Int64)).Inputs;
            if (!values.is_floating_point())
            {
                return null;
            }

            (Tensor low, Tensor high) = perFeature ? (values.amin([0L]), values.amax([0L])) : (values.min(), values.max());
            least = (least is null ? low : minimum(least, low)).MoveToOuterDisposeScope();
            most = (most is null ? high : maximum(most, high)).MoveToOuterDisposeScope();
        }

        Tensor range = most! - least!;
        range = where(range == 0, ones_like(range), range);
        return new Standardizer(least!.to_type(ScalarType.Float32), range.to_type(ScalarType.Float32));
    }

    /// <summary>Mean and scale of a field, summed in double precision over chunks, around the first sample so that no digits are lost.</summary>
    private static (Tensor Mean, Tensor Scale)? Moments(Dataset training, string field, bool perFeature, double epsilon)
    {
        Tensor? origin = null;
        Tensor? sum = null;
        Tensor? squares = null;
        long numbers = 0;
        for (long start = 0; start < training.Count; start += ChunkOfSamples)
        {
            using var scope = NewDisposeScope();
            Tensor values = training.Gather(arange(start, Math.Min(start + ChunkOfSamples, training.Count), ScalarType.Int64))[field];
            if (!values.is_floating_point())
            {
                return null;
            }

            values = values.to_type(ScalarType.Float64);
            origin ??= (perFeature ? values[0].clone() : values[0].mean()).MoveToOuterDisposeScope();
            Tensor centred = values - origin;
            sum = Added(sum, perFeature ? centred.sum([0L]) : centred.sum());
            squares = Added(squares, perFeature ? centred.square().sum([0L]) : centred.square().sum());
            numbers += perFeature ? values.shape[0] : values.numel();
        }

        Tensor mean = sum! / numbers;
        Tensor deviation = ((squares! / numbers) - mean.square()).clamp_(min: 0).sqrt_();
        Tensor scale = deviation + epsilon;
        scale = where(scale == 0, ones_like(scale), scale);
        return ((origin! + mean).to_type(ScalarType.Float32), scale.to_type(ScalarType.Float32));

        static Tensor Added(Tensor? total, Tensor part) => (total is null ? part : total.add_(part)).MoveToOuterDisposeScope();
    }

    private static Tensor Shifted(Tensor values, Tensor? mean, Tensor? scale) =>
        mean is null ? values : values.sub(mean.to(values.device)).div_(scale!.to(values.device));
}
