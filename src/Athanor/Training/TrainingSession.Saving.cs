using Athanor.Persistence;
using Athanor.Training.Checkpoints;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <content>The session's state: all that decides the next step.</content>
public sealed partial class TrainingSession
{
    /// <summary>The state between two steps: parameters, optimizer, schedule, the window's sums, running metrics, random state, how far it has come.</summary>
    /// <remarks>Call it within a dispose scope, which owns what is not the session's own.</remarks>
    public SavedState SaveState() => _parts.SaveState();

    /// <inheritdoc/>
    public void RestoreState(SavedState state) => _parts.RestoreState(state);

    /// <summary>Puts an earlier average back.</summary>
    internal void RestoreAverage(IReadOnlyDictionary<string, Tensor> weights) => _average!.Restore(weights);

    /// <summary>Whatever decides the next step has its place here.</summary>
    private SavedParts Parts()
    {
        var parts = new SavedParts
        {
            { SessionParts.Model, new ModuleState(_module) },
            { SessionParts.Optimizer, new SavedParts { { Players.Main, _optimizer } } },
            { SessionParts.Window, new SavedParts { { Players.Main, new SavedParts { { "loss", _window }, { "gradients", new GradientState(_optimizer.Parameters) } } } } },
            { SessionParts.Random, new RandomState() },
            { SessionParts.Progress, new DelegatedState(SaveProgress, RestoreProgress) },
            { SessionParts.Running, new DelegatedState(() => _running?.SaveState() ?? new(), RestoreRunning) },
        };
        if (_stack is not null)
        {
            parts.Add(SessionParts.Pretraining, new DelegatedState(() => _layer?.SaveState() ?? new(), RestorePretraining));
        }

        if (_scaling.IsActive)
        {
            parts.Add(SessionParts.LossScale, new SavedParts { { Players.Main, _scaling } });
        }

        if (_update.Following is { } following)
        {
            parts.Add(SessionParts.Clipping, new SavedParts { { Players.Main, following } });
        }

        if (_average is { } average)
        {
            parts.Add(SessionParts.Average, average);
        }

        if (_feedback is { } feedback)
        {
            parts.Add(SessionParts.Schedule, new SavedParts { { Players.Main, feedback } });
        }

        return parts;
    }

    private SavedState SaveProgress() => new()
    {
        Values =
        {
            ["steps"] = Steps,
            ["epoch"] = Epoch,
            ["penalty"] = LastPenalty is { } penalty ? SavedState.Number(penalty) : null,
        },
    };

    private void RestoreProgress(SavedState state)
    {
        (Steps, Epoch) = (state.Integer("steps"), (int)state.Integer("epoch"));
        LastPenalty = state.Values["penalty"] is null ? null : state.Double("penalty");
    }

    private void RestoreRunning(SavedState state)
    {
        BeginEpoch(Epoch);
        if (state.Values.Count > 0)
        {
            _running!.RestoreState(state);
        }
    }
}
