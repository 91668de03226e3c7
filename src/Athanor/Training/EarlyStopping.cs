using Athanor.Persistence;

namespace Athanor.Training;

/// <summary>The recipe's early stopping at work: fed at every look at the validation part.</summary>
internal sealed class EarlyStopping(EarlyStoppingSpec spec, bool higherIsBetter) : ISavedState
{
    private int _looksWithoutProgress;

    /// <summary>The best value so far; NaN before the first.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>Why the training should end, or null to go on.</summary>
    public string? Look(IReadOnlyDictionary<string, double> metrics)
    {
        if (!metrics.TryGetValue(spec.Metric, out double value))
        {
            // An average that has not begun yet.
            return null;
        }

        if (spec.Target is { } target && (higherIsBetter ? value >= target : value <= target))
        {
            return $"{spec.Metric} reached {value:G4}, the target is {target:G4}";
        }

        if (Improves(value))
        {
            Best = value;
            _looksWithoutProgress = 0;
            return null;
        }

        _looksWithoutProgress++;
        return spec.Patience is { } patience && _looksWithoutProgress >= patience
            ? $"{spec.Metric} has not improved on {Best:G4} in {patience} looks"
            : null;
    }

    public SavedState SaveState() => new() { Values = { ["best"] = SavedState.Number(Best), ["looksWithoutProgress"] = _looksWithoutProgress } };

    public void RestoreState(SavedState state) => (Best, _looksWithoutProgress) = (state.Double("best"), (int)state.Integer("looksWithoutProgress"));

    private bool Improves(double value) =>
        !double.IsNaN(value) && (double.IsNaN(Best) || (higherIsBetter ? value > Best + spec.MinDelta : value < Best - spec.MinDelta));
}
