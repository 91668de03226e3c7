using Athanor.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Diagnosis.Signals;

/// <summary>What answering as the nearest other samples do would come to: a measure of what there is to learn that trains nothing.</summary>
/// <param name="Progress">1 − error ÷ the best constant's: 0 for no better than a constant, 1 for no error.</param>
/// <param name="IsClasses">Whether answers are classes, and errors wrong ones; else they are values, and errors squared.</param>
internal sealed record Neighbours(double Progress, bool IsClasses)
{
    private const long Most = 1024;
    private const int Near = 5;

    /// <summary>A sample's distance to itself: not near.</summary>
    private const float Itself = 1e30f;

    /// <summary>Leaves each of the first samples out in turn; null where inputs are sequences or answers are neither classes nor values.</summary>
    public static Neighbours? Of(Dataset training, TaskInfo task)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = Math.Min(Most, training.Count);
        Batch batch = training.Gather(arange(0, count, ScalarType.Int64));
        bool isSequence = task.InputShape.Count == 2 && training.Fields.Contains(BatchFields.Lengths);
        if (count <= 2 * Near || isSequence || batch.Mask is not null || !batch.Inputs.is_floating_point() || !batch.TryGet(BatchFields.Target, out Tensor? target) || target.numel() != count)
        {
            return null;
        }

        Tensor inputs = batch.Inputs.flatten(1).to_type(ScalarType.Float32);
        if (!inputs.isfinite().all().item<bool>())
        {
            return null;
        }

        // Features count alike, whatever their unit.
        inputs = (inputs - inputs.mean([0L])) / (inputs.std(0L, unbiased: false) + 1e-6);
        Tensor distances = cdist(inputs, inputs) + diag(full(count, Itself));
        (_, Tensor near) = distances.topk(Near, 1, largest: false);
        Tensor answers = target.reshape(count);
        bool isClasses = task.Kind != TaskKind.Regression;
        Tensor of = answers.index_select(0, near.flatten()).view(count, Near);
        double error;
        double constant;
        if (isClasses)
        {
            Tensor votes = nn.functional.one_hot(of.to_type(ScalarType.Int64), Math.Max(2, task.Outputs)).sum(1);
            Tensor classes = answers.to_type(ScalarType.Int64);
            error = (votes.argmax(1) != classes).to_type(ScalarType.Float64).mean().item<double>();
            constant = 1 - ((double)classes.bincount(null, 1).max().item<long>() / count);
        }
        else
        {
            Tensor values = answers.to_type(ScalarType.Float64);
            error = (of.to_type(ScalarType.Float64).mean([1L]) - values).square().mean().item<double>();
            constant = values.var(unbiased: false).item<double>();
        }

        return constant > 0 ? new Neighbours(1 - (error / constant), isClasses) : null;
    }
}
