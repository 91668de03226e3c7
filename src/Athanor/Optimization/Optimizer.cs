using Athanor.Persistence;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>An optimizer with its state; reads the gradients that backward left at the parameters.</summary>
/// <remarks>
/// In a loop of your own: <c>ZeroGradients</c>, forward, loss, backward, <see cref="GradientClipping"/> where wanted, <c>Step</c>.
/// </remarks>
public abstract class Optimizer : IDisposable, ISavedState
{
    /// <summary>Over <paramref name="groups"/>.</summary>
    /// <exception cref="ArgumentException">A parameter or a name stands in the groups twice.</exception>
    protected Optimizer(OptimizerSpec spec, IReadOnlyList<ParameterGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Spec = spec;
        Groups = groups;
        Parameters = [.. groups.SelectMany(group => group.Parameters)];
        RefuseRepetition(Parameters);
    }

    /// <summary>What this optimizer was built from.</summary>
    public OptimizerSpec Spec { get; }

    /// <summary>The groups in their order.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>All parameters, group by group.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>How many steps were taken; those that were left out do not count. Reads from the device.</summary>
    public abstract long Steps { get; }

    /// <summary>Moves the parameters by one step. Parameters without a gradient stay, and their steps are not counted.</summary>
    /// <param name="lr">The learning rate of this step, from the schedule.</param>
    /// <param name="gradScale">
    /// Divides every gradient (float32 scalar on the parameters' device): the window's count times the clipping factor; null for 1.
    /// The gradients at the parameters may be left divided.
    /// </param>
    /// <param name="foundInf">Float32 scalar; where it is 1 the step is left out; null for 0.</param>
    public abstract void Step(double lr, Tensor? gradScale = null, Tensor? foundInf = null);

    /// <summary>As <see cref="Step(double, Tensor?, Tensor?)"/>, for a caller that has read the gradients, in the order of <see cref="Parameters"/>, already.</summary>
    internal virtual void Step(double lr, IReadOnlyList<Tensor?> gradients, Tensor? gradScale, Tensor? foundInf) => Step(lr, gradScale, foundInf);

    /// <summary>Moves the parameters by one step at the learning rate of the <see cref="Spec"/>.</summary>
    public void Step() => Step(Spec.Lr);

    /// <summary>Takes the gradients away from the parameters (they are null then), so that the next backward starts anew.</summary>
    public void ZeroGradients()
    {
        foreach ((_, Parameter parameter) in Parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>
    /// The state by name, live tensors, for checkpoints: <c>weight.expAvg</c>, …, and <c>weight.step</c> for a parameter that took fewer steps
    /// than <see cref="Steps"/>.
    /// </summary>
    public abstract IReadOnlyDictionary<string, Tensor> State();

    /// <summary>Puts a saved state and step count back.</summary>
    /// <exception cref="ArgumentException">A tensor is missing or of another shape.</exception>
    public abstract void Restore(IReadOnlyDictionary<string, Tensor> state, long steps);

    /// <summary><see cref="State"/> and <see cref="Steps"/> as one.</summary>
    public SavedState SaveState() => new() { Tensors = State(), Values = { ["steps"] = Steps } };

    /// <inheritdoc/>
    public void RestoreState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Restore(state.Tensors, state.Integer("steps"));
    }

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

    private static void RefuseRepetition(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<IntPtr>();
        foreach ((string name, Parameter parameter) in parameters)
        {
            if (!names.Add(name) || !seen.Add(parameter.Handle))
            {
                throw new ArgumentException($"parameter '{name}' stands in the optimizer's groups twice; leave one of them out", nameof(parameters));
            }
        }
    }
}
