namespace Athanor.Training.Checkpoints;

/// <summary>What the parts of a session's state are called; the first three have files of their own in a checkpoint.</summary>
internal static class SessionParts
{
    /// <summary>Parameters and buffers under the module's own names: <c>model.safetensors</c>.</summary>
    public const string Model = "model";

    /// <summary>By player: <c>optimizer.safetensors</c>.</summary>
    public const string Optimizer = "optimizer";

    /// <summary>Averaged weights under the names of <see cref="Model"/>, so that they load as weights: <c>average.safetensors</c>.</summary>
    public const string Average = "average";

    /// <summary>By player: what a schedule that follows a metric has seen.</summary>
    public const string Schedule = "schedule";

    /// <summary>By player: the norms that clipping follows.</summary>
    public const string Clipping = "clipping";

    /// <summary>By player: gradients and loss of the accumulation window under way.</summary>
    public const string Window = "window";

    /// <summary>By player: the loss scale of fp16.</summary>
    public const string LossScale = "loss-scale";

    /// <summary>Metrics of the epoch under way.</summary>
    public const string Running = "running";

    /// <summary>The layer that is being pre-trained.</summary>
    public const string Pretraining = "pretraining";

    /// <summary>libtorch's generator.</summary>
    public const string Random = "random";

    /// <summary>How far the session has come.</summary>
    public const string Progress = "progress";
}
