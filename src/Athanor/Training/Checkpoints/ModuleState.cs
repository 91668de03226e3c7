using Athanor.Persistence;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Training.Checkpoints;

/// <summary>A module's parameters and buffers under its own names.</summary>
internal sealed class ModuleState(Module module) : ISavedState
{
    public SavedState SaveState() => new() { Tensors = module.state_dict() };

    public void RestoreState(SavedState state)
    {
        using var gradients = no_grad();
        var live = module.state_dict();
        if (state.Tensors.Keys.FirstOrDefault(name => !live.ContainsKey(name)) is { } unknown)
        {
            throw new ArgumentException($"the model has no tensor '{unknown}'; restore it into the model that it was saved from", nameof(state));
        }

        foreach ((string name, Tensor tensor) in live)
        {
            tensor.copy_(state.Tensor(name, tensor));
        }
    }
}
