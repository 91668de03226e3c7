namespace Athanor.Training;

/// <summary>Where and how a training stopped being finite.</summary>
/// <param name="Step">The update at which it was seen, from 1; its step was not taken.</param>
/// <param name="Loss">The loss of that update's batches.</param>
/// <param name="GradientNorm">The norm of its gradient.</param>
/// <param name="LargestGradient">The parameter with the largest gradient (or the first that is not finite), or empty.</param>
public sealed record Divergence(long Step, double Loss, double GradientNorm, string LargestGradient)
{
    /// <summary>Where it was in pre-training: its layer, whose updates <see cref="Step"/> then counts; null in the training itself.</summary>
    public string? PretrainedLayer { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"diverged{(PretrainedLayer is null ? "" : $" in the pre-training of {PretrainedLayer}")} at step {Step}: loss {Loss:G6}, gradient norm {GradientNorm:G6}" + (LargestGradient.Length > 0 ? $", largest at {LargestGradient}" : "");
}
