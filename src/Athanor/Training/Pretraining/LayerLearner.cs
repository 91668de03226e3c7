using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Training.Pretraining;

/// <summary>Trains one layer without targets; its state is all that decides its next step, but for the layer's own weights.</summary>
internal abstract class LayerLearner : IDisposable, ISavedState
{
    /// <summary>One update, unless something in it is not finite: then the weights stay.</summary>
    /// <param name="codes">What reaches the layer, [samples, inputs], without gradient.</param>
    /// <param name="epoch">The layer's epoch, from 0.</param>
    /// <returns>How well the layer's inputs come back out of its code, a mean over samples and inputs before the update, and the norm of the step's gradient.</returns>
    public abstract (double Loss, double GradientNorm) Step(Tensor codes, int epoch);

    public abstract SavedState SaveState();

    public abstract void RestoreState(SavedState state);

    public abstract void Dispose();
}
