using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Optimization;

/// <summary>The state of a schedule that follows a metric: told each value as it is measured, it says what learning rate the schedule goes on from.</summary>
public abstract class ScheduleFeedback : ISavedState
{
    /// <summary>The metric to be told, such as <c>validation/loss</c>.</summary>
    public abstract string Metric { get; }

    /// <summary>The learning rate to hand to <see cref="ScheduleSpec.LearningRate"/>.</summary>
    public abstract double Lr { get; }

    /// <summary>Takes in the next value of the metric; NaN is never better than another.</summary>
    public abstract void Observe(double value);

    /// <summary>The state as named numbers, for checkpoints; they may be infinite.</summary>
    public abstract IReadOnlyDictionary<string, double> Save();

    /// <summary>Puts a saved state back.</summary>
    public abstract void Restore(IReadOnlyDictionary<string, double> state);

    /// <summary><see cref="Save"/> as a part of a checkpoint.</summary>
    public SavedState SaveState() => new() { Values = new JsonObject(Save().Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, SavedState.Number(entry.Value)))) };

    /// <inheritdoc/>
    public void RestoreState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Restore(Save().Keys.ToDictionary(name => name, state.Double, StringComparer.Ordinal));
    }
}
