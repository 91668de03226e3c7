using Athanor.Losses;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Predicted and true values brought to one shape, in float64.</summary>
internal static class ValuePairs
{
    /// <summary>Prediction and target, or a refusal that names the shapes of both.</summary>
    /// <remarks>A last axis of 1 that only one side has is dropped: [samples, 1] against [samples] would broadcast to a square.</remarks>
    public static (Tensor Prediction, Tensor Target) Of(in MetricInput x, string metric)
    {
        Tensor prediction = x.Prediction.to_type(ScalarType.Float64);
        Tensor target = x.Target.to_type(ScalarType.Float64);
        if (prediction.dim() == target.dim() + 1 && prediction.shape[^1] == 1)
        {
            prediction = prediction.squeeze(-1);
        }
        else if (target.dim() == prediction.dim() + 1 && target.shape[^1] == 1)
        {
            target = target.squeeze(-1);
        }

        return prediction.shape.AsSpan().SequenceEqual(target.shape)
            ? (prediction, target)
            : throw new RecipeException("shape", "", $"metric {metric}: prediction {Places.Describe(x.Prediction)} and target {Places.Describe(x.Target)} differ");
    }

    /// <summary>The quotient, with 0 where it is not finite: 0/0 and x/0.</summary>
    public static Tensor Quotient(Tensor numerator, Tensor denominator) => where(denominator == 0, zeros_like(numerator), numerator / denominator);
}
