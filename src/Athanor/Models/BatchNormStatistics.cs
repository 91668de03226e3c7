using Athanor.Data;
using Athanor.Normalization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>Measures the running statistics of batch normalization anew, where the weights they were gathered with are no longer those of the model.</summary>
public static class BatchNormStatistics
{
    /// <summary>
    /// Sets the running mean and variance of every batch-norm layer to the average of the batches' own, each batch counting the same whatever its size.
    /// Averaged weights need it (Izmailov et al. 2018, section 3.2), as does a model that was trained with another momentum or on other data.
    /// </summary>
    /// <remarks>
    /// Runs the model over the batches without gradient, batch-norm layers by the batch's statistics as in training, everything else (dropout) as in prediction.
    /// Layers behind others therefore see what those give while training. The variances have Bessel's correction. A batch of one sample has no variance and is passed over.
    /// </remarks>
    /// <param name="model">An <see cref="IBatchModel"/> or a <c>Module&lt;Tensor, Tensor&gt;</c>; its mode is as before afterwards.</param>
    /// <param name="batches">On the model's device. Those that the enumeration makes are the caller's to free.</param>
    /// <returns>How many layers were measured; 0, without a pass, where the model has none.</returns>
    /// <exception cref="ArgumentException">No batch has more than one sample.</exception>
    public static int Recalibrate(Module model, IEnumerable<Batch> batches)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batches);
        IBatchModel forward = BatchModel.Of(model);
        Layer[] layers = [.. model.modules().Prepend(model).Distinct().Select(Layer.Of).OfType<Layer>()];
        if (layers.Length == 0)
        {
            return 0;
        }

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        (Module Module, bool Training)[] modes = [.. model.modules().Prepend(model).Distinct().Select(module => (module, module.training))];
        (Tensor Mean, Tensor Variance)[] sums = [.. layers.Select(layer => (zeros_like(layer.Mean, ScalarType.Float64), zeros_like(layer.Variance, ScalarType.Float64)))];
        (Tensor Mean, Tensor Variance)[] before = [.. layers.Select(layer => (layer.Mean.clone(), layer.Variance.clone()))];
        double[] momenta = [.. layers.Select(layer => layer.Momentum)];
        int count = 0;
        try
        {
            model.eval();
            foreach (Layer layer in layers)
            {
                layer.Module.train();
                layer.Momentum = 1;
            }

            foreach (Batch batch in batches.Where(batch => batch.Size > 1))
            {
                using var step = NewDisposeScope();
                forward.Forward(batch);
                for (int i = 0; i < layers.Length; i++)
                {
                    sums[i].Mean.add_(layers[i].Mean);
                    sums[i].Variance.add_(layers[i].Variance);
                }

                count++;
            }

            for (int i = 0; i < layers.Length; i++)
            {
                layers[i].Mean.copy_(count > 0 ? sums[i].Mean / count : before[i].Mean);
                layers[i].Variance.copy_(count > 0 ? sums[i].Variance / count : before[i].Variance);
            }
        }
        finally
        {
            for (int i = 0; i < layers.Length; i++)
            {
                layers[i].Momentum = momenta[i];
            }

            foreach ((Module module, bool training) in modes)
            {
                module.train(training);
            }
        }

        return count > 0 ? layers.Length : throw new ArgumentException("no batch has more than one sample, so that there is no variance to measure", nameof(batches));
    }

    /// <summary>A module with running statistics: TorchSharp's own or Athanor's.</summary>
    private abstract class Layer
    {
        public abstract Module Module { get; }

        public abstract Tensor Mean { get; }

        public abstract Tensor Variance { get; }

        public abstract double Momentum { get; set; }

        public static Layer? Of(Module module) => module switch
        {
            RunningStatisticsModule own => new Own(own),
            NormBase { running_mean: not null, running_var: not null } native when native.GetName().StartsWith("BatchNorm", StringComparison.Ordinal) => new Native(native),
            _ => null,
        };
    }

    private sealed class Own(RunningStatisticsModule module) : Layer
    {
        public override Module Module => module;

        public override Tensor Mean => module.RunningMean;

        public override Tensor Variance => module.RunningVariance;

        public override double Momentum { get => module.Momentum; set => module.Momentum = value; }
    }

    private sealed class Native(NormBase module) : Layer
    {
        public override Module Module => module;

        public override Tensor Mean => module.running_mean!;

        public override Tensor Variance => module.running_var!;

        public override double Momentum { get => module.momentum ?? 0.1; set => module.momentum = value; }
    }
}
