using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Training.Checkpoints;

/// <summary>The state of libtorch's generator, which dropout and augmentation draw from.</summary>
internal sealed class RandomState : ISavedState
{
    private const string Generator = "generator";

    /// <summary>The tensor belongs to the current dispose scope.</summary>
    public SavedState SaveState() => new() { Tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [Generator] = get_rng_state() } };

    public void RestoreState(SavedState state)
    {
        using Tensor now = get_rng_state();
        set_rng_state(state.Tensor(Generator, now));
    }
}
