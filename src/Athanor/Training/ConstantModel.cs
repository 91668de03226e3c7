using Athanor.Data;
using Athanor.Models;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>Gives every sample the same answer: the targets' mean, or logits by which their most frequent class wins.</summary>
/// <remarks>For classes the logits are the log shares, whose cross-entropy is the least that any constant can reach: the entropy of the labels.</remarks>
internal sealed class ConstantModel(Tensor answer) : IBatchModel
{
    private const long ChunkOfSamples = 4096;

    /// <summary>The best constant for the targets of <paramref name="training"/>, or null where targets have no usual form. The current scope owns it.</summary>
    public static ConstantModel? Fit(Dataset training, TaskInfo task)
    {
        Tensor? sum = null;
        for (long start = 0; start < training.Count; start += ChunkOfSamples)
        {
            using Tensor indices = arange(start, Math.Min(start + ChunkOfSamples, training.Count), ScalarType.Int64);
            Batch batch = training.Gather(indices);
            if (!batch.TryGet(BatchFields.Target, out Tensor? target) || batch.Mask is not null)
            {
                return null;
            }

            Tensor part = task.Kind == TaskKind.MultiClass && !target.is_floating_point()
                ? target.bincount(null, task.Outputs).to_type(ScalarType.Float64)
                : target.to_type(ScalarType.Float64).sum([0L]);
            sum = sum is null ? part : sum + part;
        }

        Tensor mean = sum! / training.Count;
        return new ConstantModel((task.Kind switch
        {
            TaskKind.MultiClass => mean.log(),
            TaskKind.Binary => mean.log() - (1 - mean).log(),
            _ => mean,
        }).to_type(ScalarType.Float32));
    }

    public Outputs Forward(Batch batch) =>
        new(answer.to(batch.Target.device).unsqueeze(0).expand([batch.Size, .. answer.shape]));
}
