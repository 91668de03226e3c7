using Athanor.Data;
using Athanor.Metrics;
using Athanor.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>One pass over samples without gradients: the loss and the recipe's metrics.</summary>
internal sealed class ModelEvaluation(IBatchModel model, Recipe recipe, IReadOnlyList<MetricSpec> metrics, TaskInfo task, Device device)
{
    /// <summary>Samples a batch. Fixed, because the size of a product's matrices changes how its sums are rounded.</summary>
    private const long BatchSize = 512;

    public SortedDictionary<string, double> Measure(string part, Dataset samples, CancellationToken cancellation)
    {
        using var gradients = no_grad();
        using var running = new RunningMetrics(metrics, task, recipe.Loss?.IgnoredLabel);
        foreach (Batch batch in new Batches(samples, BatchSize, new SequentialSampler()).Epoch(0, cancellation: cancellation))
        {
            using DisposeScope scope = NewDisposeScope();
            Batch local = device.type == DeviceType.CPU ? batch : batch.To(device);
            (Losses.LossTerms terms, Outputs outputs) = recipe.Objective.Evaluate(Players.Main, model, recipe.Loss, local);
            running.Add(terms, outputs.Prediction, local);
        }

        return running.Values(part);
    }
}
