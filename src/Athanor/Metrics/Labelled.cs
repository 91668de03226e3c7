using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Logits with the class that each place should have.</summary>
/// <param name="Kind">One of several classes, or yes or no.</param>
/// <param name="Logits">[samples, classes, …], or the labels' shape for yes or no.</param>
/// <param name="Labels">Class indexes by place, int64.</param>
internal readonly record struct Labelled(TaskKind Kind, Tensor Logits, Tensor Labels)
{
    /// <summary>Logits and labels of a batch, or a refusal that names the shapes of both.</summary>
    public static Labelled Of(in MetricInput x, TaskInfo task, string metric)
    {
        Tensor logits = x.Prediction.detach();
        Tensor target = x.Target;
        if (task.Kind == TaskKind.Binary)
        {
            return logits.numel() == target.numel()
                ? new(task.Kind, logits.reshape(target.shape), (target > 0.5).to_type(ScalarType.Int64))
                : throw Differ(x, metric);
        }

        if (logits.dim() == target.dim())
        {
            return logits.shape.AsSpan().SequenceEqual(target.shape) ? new(task.Kind, logits, target.argmax(1)) : throw Differ(x, metric);
        }

        long[] places = logits.dim() < 2 ? [] : [logits.shape[0], .. logits.shape[2..]];
        return places.AsSpan().SequenceEqual(target.shape) ? new(task.Kind, logits, target.to_type(ScalarType.Int64)) : throw Differ(x, metric);
    }

    /// <summary>The class that the logits choose.</summary>
    public Tensor Predicted() => Kind == TaskKind.Binary ? (Logits > 0).to_type(ScalarType.Int64) : Logits.argmax(1);

    private static RecipeException Differ(in MetricInput x, string metric) =>
        new("shape", "", $"metric {metric}: logits {MetricInput.Describe(x.Prediction)} and target {MetricInput.Describe(x.Target)} do not fit");
}
