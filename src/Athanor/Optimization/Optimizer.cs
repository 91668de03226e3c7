using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>An optimizer with its state; reads the gradients that backward left at the parameters.</summary>
public abstract class Optimizer : IDisposable
{
    /// <summary>How many steps were taken.</summary>
    public abstract long Steps { get; }

    /// <summary>Moves the parameters by one step. Parameters without a gradient stay.</summary>
    /// <param name="lr">The learning rate of this step, from the schedule.</param>
    /// <param name="gradScale">Divides every gradient (float32 scalar): the window's count times the clipping factor; null for 1.</param>
    /// <param name="foundInf">Float32 scalar; where it is 1 the step is left out; null for 0.</param>
    public abstract void Step(double lr, Tensor? gradScale = null, Tensor? foundInf = null);

    /// <summary>The state by name (<c>weight.expAvg</c>, …), live tensors: for checkpoints.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> State();

    /// <summary>Puts a saved state and step count back.</summary>
    public abstract void Restore(IReadOnlyDictionary<string, Tensor> state, long steps);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the state.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
