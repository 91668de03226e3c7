using Athanor.Data;
using Athanor.Models;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Diagnosis.Signals;

/// <summary>Lets the model answer a few samples before training: in which order do its modules run, and what do its answers look like?</summary>
internal static class OutputShape
{
    private const long Samples = 16;
    private const double Rounding = 1e-4;

    /// <returns>
    /// <c>softmax</c> where every answer is shares that add up to 1, <c>log-softmax</c> where it is their logarithms, else null; and whether answers are an affine function of
    /// the inputs, as they are of any number of layers without an activation between them.
    /// </returns>
    public static (string? Looks, bool IsAffine) Of(Watched model, TrainingContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Device device = context.Session.Model.parameters().FirstOrDefault()?.device ?? CPU;
        Batch probe = context.Data.Training.Gather(arange(0, Math.Min(Samples, context.Data.Training.Count), ScalarType.Int64)).To(device);
        Tensor answer = model.Learn(BatchModel.Of(context.Session.Model), probe);
        bool isRow = answer.dim() > 1 && answer.shape[1] > 1;
        string? looks = isRow && (answer >= 0).all().item<bool>() && AddUp(answer) ? "softmax" : isRow && AddUp(answer.exp()) ? "log-softmax" : null;
        return (looks, IsAffine(context, probe, answer));
    }

    private static bool AddUp(Tensor shares) => (shares.sum(1) - 1).abs().max().item<float>() < Rounding;

    /// <summary>Whether the answer half-way between any two neighbours of the probe is half-way between their answers. Bends are seen between some of them.</summary>
    private static bool IsAffine(TrainingContext context, Batch probe, Tensor answer)
    {
        if (!probe.Inputs.is_floating_point() || probe.Lengths is not null || probe.Size < 3 || !answer.isfinite().all().item<bool>())
        {
            return false;
        }

        using IDisposable unwatched = no_grad();
        context.Session.Model.eval();
        try
        {
            Tensor between = (probe.Inputs + probe.Inputs.roll(1, 0)) / 2;
            Tensor found = BatchModel.Of(context.Session.Model).Forward(probe.With(BatchFields.Inputs, between)).Prediction;
            Tensor expected = (answer + answer.roll(1, 0)) / 2;
            // Of answers that are all alike nothing can be said: a dead net is affine, too.
            double size = (answer - answer.mean([0L])).abs().max().item<float>();
            return size > 0 && (found - expected).abs().max().item<float>() < Rounding * size;
        }
        finally
        {
            context.Session.Model.train();
        }
    }
}
