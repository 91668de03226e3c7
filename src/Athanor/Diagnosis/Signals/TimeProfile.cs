using Athanor.Data;
using Athanor.Models;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Diagnosis.Signals;

/// <summary>How much of the loss reaches each step of a recurrent net, on a few samples of its own.</summary>
/// <remarks>
/// libtorch's recurrent layers hand out no gradient of their inner states. This runs the cell step by step beside the training, in evaluation mode, so that
/// neither weights nor random numbers see it.
/// </remarks>
internal sealed class TimeProfile : IDisposable
{
    /// <summary>Samples looked at. A norm over these is steady enough to see factors of ten.</summary>
    private const long Samples = 16;

    private readonly Recurrent _model;
    private readonly Recipe _recipe;
    private readonly Batch _batch;

    private TimeProfile(Recurrent model, Recipe recipe, Batch batch) => (_model, _recipe, _batch) = (model, recipe, batch);

    /// <summary>The profile of a recurrent net over sequences of one length, or null where there is none to be had.</summary>
    public static TimeProfile? Of(TrainingContext context)
    {
        if (context.Session.Model is not Recurrent model || context.Recipe.Objective is not SupervisedObjective || context.Data.Training.Fields.Contains(BatchFields.Lengths))
        {
            return null;
        }

        using DisposeScope scope = NewDisposeScope();
        Device device = model.parameters().First().device;
        Batch batch = context.Data.Training.Gather(arange(0, Math.Min(Samples, context.Data.Training.Count), ScalarType.Int64)).To(device);
        foreach (Tensor tensor in batch.Tensors)
        {
            tensor.DetachFromDisposeScope();
        }

        return new TimeProfile(model, context.Recipe, batch);
    }

    public TimeLook At(long step)
    {
        using DisposeScope scope = NewDisposeScope();
        bool training = _model.training;
        _model.eval();
        try
        {
            using IDisposable watched = enable_grad();
            var states = new List<Tensor>();
            Outputs outputs = _model.ForwardStepwise(_batch, states);
            Losses.LossTerms terms = _recipe.Loss!.TermsOfChecked(new Losses.LossInput(outputs.Prediction, _batch));
            Tensor[] gradients = [.. autograd.grad([terms.Sum], states)];
            using IDisposable unwatched = no_grad();
            Tensor norms = stack(gradients.Select(gradient => gradient.norm())).to_type(ScalarType.Float64).cpu();
            return new TimeLook(step, [.. norms.data<double>()]);
        }
        finally
        {
            _model.train(training);
        }
    }

    public void Dispose() => _batch.Free();
}
