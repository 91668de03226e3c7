using Athanor.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo;

/// <summary>What goes wrong with data on their way to the model.</summary>
internal static class ZooData
{
    /// <summary>Labels in another order than their samples.</summary>
    public static DataSplit Shuffled(DataSplit data) => Each(data, static (part, seed) =>
    {
        using var generator = new Generator((ulong)seed);
        return (part.Inputs.clone(), part.Target.index_select(0, randperm(part.Size, generator: generator)));
    });

    /// <summary>Inputs times a factor.</summary>
    public static Func<DataSplit, DataSplit> Inputs(double factor, double shift = 0) => data => Each(data, (part, _) => ((part.Inputs * factor) + shift, part.Target.clone()));

    /// <summary>Targets times a factor, and moved.</summary>
    public static Func<DataSplit, DataSplit> Targets(double factor, double shift = 0) => data => Each(data, (part, _) => (part.Inputs.clone(), (part.Target * factor) + shift));

    /// <summary>A share of the labels drawn anew.</summary>
    public static Func<DataSplit, DataSplit> Noisy(double share) => data => Each(data, (part, seed) =>
    {
        using var generator = new Generator((ulong)seed);
        Tensor wrong = rand(part.Size, generator: generator) < share;
        return (part.Inputs.clone(), where(wrong, part.Target.index_select(0, randperm(part.Size, generator: generator)), part.Target));
    });

    /// <summary>Only some of the training samples.</summary>
    public static Func<DataSplit, DataSplit> First(long samples) => data => Each(data, (part, seed) => seed == 1
        ? (part.Inputs.narrow(0, 0, samples).clone(), part.Target.narrow(0, 0, samples).clone())
        : (part.Inputs.clone(), part.Target.clone()));

    private static DataSplit Each(DataSplit data, Func<Batch, long, (Tensor Inputs, Tensor Target)> change) =>
        new(data.Task, Changed(data.Training, 1, change)) { Validation = Changed(data.Validation!, 2, change) };

    private static TensorDataset Changed(Dataset part, long seed, Func<Batch, long, (Tensor Inputs, Tensor Target)> change)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor inputs, Tensor target) = change(part.Gather(arange(0, part.Count, ScalarType.Int64)), seed);
        return new TensorDataset(inputs, target);
    }
}
