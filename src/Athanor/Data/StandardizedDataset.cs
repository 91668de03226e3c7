using static TorchSharp.torch;

namespace Athanor.Data;

/// <summary>Samples standardized as they are gathered; data set and standardizer are shared, not owned.</summary>
internal sealed class StandardizedDataset(Dataset samples, Standardizer standardizer) : Dataset
{
    public override long Count => samples.Count;

    public override IReadOnlyCollection<string> Fields => samples.Fields;

    public override int PrefetchByDefault => samples.PrefetchByDefault;

    public override Batch Gather(Tensor indices) => standardizer.Apply(samples.Gather(indices));

    public override IReadOnlyList<long>? ClassLabels() => samples.ClassLabels();
}
