using Athanor.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Diagnosis.Signals;

/// <summary>What the training part's numbers look like, as the model sees them.</summary>
internal sealed record DataFacts
{
    /// <summary>Samples looked at: enough for means and spreads.</summary>
    private const long Most = 4096;

    /// <summary>The largest mean of an input feature, in size.</summary>
    public double LargestMean { get; private init; }

    /// <summary>The largest standard deviation of an input feature.</summary>
    public double LargestStd { get; private init; }

    /// <summary>Root mean square of all inputs.</summary>
    public double InputRms { get; private init; }

    /// <summary>Largest ÷ smallest standard deviation over the features that vary.</summary>
    public double SpreadRatio { get; private init; } = 1;

    /// <summary>Mean of the targets, where they are numbers.</summary>
    public double TargetMean { get; private init; } = double.NaN;

    /// <summary>Standard deviation of the targets, where they are numbers.</summary>
    public double TargetStd { get; private init; } = double.NaN;

    /// <summary>Least and greatest target, where they are numbers.</summary>
    public (double Least, double Greatest) TargetRange { get; private init; } = (double.NaN, double.NaN);

    public static DataFacts Of(Dataset training)
    {
        using DisposeScope scope = NewDisposeScope();
        Batch batch = training.Gather(arange(0, Math.Min(Most, training.Count), ScalarType.Int64));
        Tensor inputs = (batch.Inputs.is_floating_point() ? batch.Inputs : zeros(batch.Size, 1)).to_type(ScalarType.Float64);
        inputs = inputs.dim() == 1 ? inputs.unsqueeze(1) : inputs.flatten(1);
        Tensor std = inputs.std(0L, unbiased: false);
        Tensor varying = std[std > 1e-6];
        var facts = new DataFacts
        {
            LargestMean = inputs.mean([0L]).abs().max().item<double>(),
            LargestStd = std.max().item<double>(),
            InputRms = inputs.square().mean().sqrt().item<double>(),
            SpreadRatio = varying.numel() < 2 || batch.Inputs.dim() > 2 ? 1 : (varying.max() / varying.min()).item<double>(),
        };
        if (!batch.TryGet(BatchFields.Target, out Tensor? target) || !target.is_floating_point())
        {
            return facts;
        }

        Tensor targets = target.to_type(ScalarType.Float64);
        return facts with
        {
            TargetMean = targets.mean().item<double>(),
            TargetStd = targets.std(unbiased: false).item<double>(),
            TargetRange = (targets.min().item<double>(), targets.max().item<double>()),
        };
    }
}
