using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>What one batch came to. Its tensors live until the next batch.</summary>
/// <remarks>Read what you need: each tensor that is read waits for the device.</remarks>
public sealed class StepReport
{
    private readonly Action<string> _stop;

    internal StepReport(Action<string> stop) => _stop = stop;

    /// <summary>Whose update this was.</summary>
    public string Player { get; internal init; } = Players.Main;

    /// <summary>Updates done when this was reported, this one included.</summary>
    public long Step { get; internal set; }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The batch's place in the epoch, from 0.</summary>
    public long BatchIndex { get; internal set; }

    /// <summary>Samples in the batch.</summary>
    public long Samples { get; internal set; }

    /// <summary>Mean loss of the window of batches behind the update, before the update and without any penalty; NaN where nothing was updated.</summary>
    public double Loss { get; internal set; } = double.NaN;

    /// <summary>The learning rate of the update.</summary>
    public double LearningRate { get; internal set; }

    /// <summary>Whether the weights were updated: false inside an accumulation window, and where the update was skipped.</summary>
    public bool Updated { get; internal set; }

    /// <summary>Whether an update was due and skipped, because a gradient overflowed under fp16; it counts in <see cref="Step"/>.</summary>
    public bool Skipped { get; internal set; }

    /// <summary>The loss scale under which the update's gradients were made; null where nothing was due, or the loss is not scaled.</summary>
    public double? LossScale { get; internal set; }

    /// <summary>Norm of the mean gradient over all parameters before clipping, of the clipping's order (2 without); NaN where nothing was updated.</summary>
    public double GradientNorm { get; internal set; } = double.NaN;

    /// <summary>The regularization's penalty at the update; 0 without one.</summary>
    public double Penalty { get; internal set; }

    /// <summary>Norm by parameter, [parameters] in the order of <see cref="ParameterNames"/>, on the model's device; null where nothing was updated.</summary>
    public Tensor? GradientNorms { get; internal set; }

    /// <summary>Names of the parameters, in the order of <see cref="GradientNorms"/>.</summary>
    public IReadOnlyList<string> ParameterNames { get; internal init; } = [];

    /// <summary>Ends the training after this step; the run is then <c>stopped</c>.</summary>
    /// <param name="reason">Why, in a few words.</param>
    public void RequestStop(string reason) => _stop(reason);

    /// <summary>Forgets what the last update left.</summary>
    internal void Clear()
    {
        GradientNorms?.Dispose();
        (Updated, Skipped, LossScale) = (false, false, null);
        (Loss, GradientNorm, GradientNorms, Penalty) = (double.NaN, double.NaN, null, 0);
    }
}
