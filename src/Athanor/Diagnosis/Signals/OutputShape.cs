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

    /// <returns><c>softmax</c> where every answer is shares that add up to 1; else null.</returns>
    public static string? Of(Watched model, TrainingContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Device device = context.Session.Model.parameters().FirstOrDefault()?.device ?? CPU;
        Batch probe = context.Data.Training.Gather(arange(0, Math.Min(Samples, context.Data.Training.Count), ScalarType.Int64)).To(device);
        Tensor answer = model.Learn(BatchModel.Of(context.Session.Model), probe);
        bool areShares = answer.dim() > 1 && answer.shape[1] > 1 && (answer >= 0).all().item<bool>() && (answer.sum(1) - 1).abs().max().item<float>() < Rounding;
        return areShares ? "softmax" : null;
    }
}
