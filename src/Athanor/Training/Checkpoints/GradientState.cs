using Athanor.Persistence;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Training.Checkpoints;

/// <summary>The gradients that an accumulation window has summed so far, under the parameters' names; a parameter without one has none in the state either.</summary>
internal sealed class GradientState(IReadOnlyList<(string Name, Parameter Parameter)> parameters) : ISavedState
{
    public SavedState SaveState()
    {
        var gradients = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, Parameter parameter) in parameters)
        {
            if (parameter.grad is { } gradient)
            {
                gradients.Add(name, gradient);
            }
        }

        return new SavedState { Tensors = gradients };
    }

    public void RestoreState(SavedState state)
    {
        using var unwatched = no_grad();
        foreach ((string name, Parameter parameter) in parameters)
        {
            parameter.grad = null;
            if (state.Tensors.ContainsKey(name))
            {
                using Tensor gradient = empty_like(parameter).copy_(state.Tensor(name, parameter));
                parameter.grad = gradient;
            }
        }
    }
}
