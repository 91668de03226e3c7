using Athanor.Persistence;

namespace Athanor.Training.Pretraining;

/// <summary>The layer that is being trained: its stage's state.</summary>
/// <param name="index">Which, from 0.</param>
/// <param name="learner">What trains it; owned.</param>
internal sealed class PretrainedLayer(int index, LayerLearner learner) : IDisposable, ISavedState
{
    private const string LearnerName = "learner";

    /// <summary>The key of <see cref="Index"/> among the saved values, by which a stage under way is known.</summary>
    public const string IndexName = "layer";

    private double _lossSum;

    /// <summary>Which layer, from 0.</summary>
    public int Index { get; } = index;

    public LayerLearner Learner { get; } = learner;

    /// <summary>Updates done.</summary>
    public long Steps { get; private set; }

    /// <summary>Samples of the epoch so far.</summary>
    public long Samples { get; private set; }

    /// <summary>The mean loss of the epoch so far.</summary>
    public double Loss => Samples == 0 ? double.NaN : _lossSum / Samples;

    public void BeginEpoch() => (_lossSum, Samples) = (0, 0);

    public void Add(double loss, long samples)
    {
        _lossSum += loss * samples;
        Samples += samples;
        Steps++;
    }

    public SavedState SaveState()
    {
        SavedState state = SavedState.Of([(LearnerName, Learner.SaveState())]);
        state.Values[IndexName] = Index;
        state.Values["steps"] = Steps;
        state.Values["samples"] = Samples;
        state.Values["loss"] = SavedState.Number(_lossSum);
        return state;
    }

    public void RestoreState(SavedState state)
    {
        Learner.RestoreState(state.Part(LearnerName));
        (Steps, Samples, _lossSum) = (state.Integer("steps"), state.Integer("samples"), state.Double("loss"));
    }

    public void Dispose() => Learner.Dispose();
}
