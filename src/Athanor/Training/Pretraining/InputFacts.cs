using Athanor.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training.Pretraining;

/// <summary>What can be known of a training part by reading it once, in chunks.</summary>
internal static class InputFacts
{
    private const long ChunkOfSamples = 4096;

    /// <summary>The least and the greatest number of the inputs.</summary>
    public static (double Least, double Most) Range(Dataset training)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (Tensor inputs in Chunks(training))
        {
            least = Math.Min(least, inputs.min().to_type(ScalarType.Float64).item<double>());
            most = Math.Max(most, inputs.max().to_type(ScalarType.Float64).item<double>());
        }

        return (least, most);
    }

    /// <summary>The mean and the standard deviation over samples of each column of what <paramref name="code"/> makes of the inputs, and whether all lie within [0, 1].</summary>
    /// <returns>Float64 tensors in the current dispose scope.</returns>
    public static (Tensor Means, Tensor Deviations, bool IsUnitRange) Of(Dataset training, Func<Tensor, Tensor> code)
    {
        using var gradients = no_grad();
        Tensor? sum = null;
        Tensor? squares = null;
        bool isUnitRange = true;
        foreach (Tensor inputs in Chunks(training))
        {
            Tensor codes = code(inputs).to_type(ScalarType.Float64);
            isUnitRange = isUnitRange && codes.min().item<double>() >= 0 && codes.max().item<double>() <= 1;
            sum = Added(sum, codes.sum([0L]));
            squares = Added(squares, codes.square().sum([0L]));
        }

        Tensor means = sum! / training.Count;
        return (means, ((squares! / training.Count) - means.square()).clamp_(min: 0).sqrt_(), isUnitRange);

        static Tensor Added(Tensor? total, Tensor part) => (total is null ? part : total.add_(part)).MoveToOuterDisposeScope();
    }

    private static IEnumerable<Tensor> Chunks(Dataset training)
    {
        for (long start = 0; start < training.Count; start += ChunkOfSamples)
        {
            using DisposeScope scope = NewDisposeScope();
            yield return training.Gather(arange(start, Math.Min(start + ChunkOfSamples, training.Count), ScalarType.Int64)).Inputs;
        }
    }
}
