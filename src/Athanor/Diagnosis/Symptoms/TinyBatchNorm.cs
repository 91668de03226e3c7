using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>Batch normalization over so few numbers a channel that mean and variance are mostly noise.</summary>
/// <remarks>Source: Wu &amp; He 2018 (Group Normalization), figure 1: the error grows from 8 samples a batch down; there each brings many places a channel, which are alike.</remarks>
internal sealed class TinyBatchNorm : Symptom
{
    /// <summary>Samples a batch below which batch normalization is not to be trusted.</summary>
    private const long LeastSamples = 5;

    public override string Code => "tiny-batch-norm";

    public override Finding? Look(TrainingSignals signals) => signals.Model.PlacesOfBatchNorm is not { } places || signals.Plan.BatchSize >= LeastSamples ? null : new Finding
    {
        Symptom = Code,
        Severity = 0.5,
        Layers = [.. signals.Layers.Where(layer => layer.Normalized).Select(layer => layer.Name)],
        Meaning = $"Batch normalization takes mean and variance of {signals.Plan.BatchSize} samples; so few give another answer for every batch, and one that evaluation does not know.",
        Numbers = [Number("batchSize", signals.Plan.BatchSize), Number("placesPerSample", places)],
        Treatments = Remedies.For(Code),
    };
}
