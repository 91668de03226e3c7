using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Persistence;

namespace Athanor.Training;

/// <summary>The mean loss over batches of unlike size: sum of terms over sum of counts, added up in double precision.</summary>
internal sealed class LossAverage : IDisposable, ISavedState
{
    private readonly RunningSum _sum = new();
    private readonly RunningSum _count = new();
    private double _knownCount;

    /// <summary>How many batches are in it.</summary>
    public int Batches { get; private set; }

    public void Add(LossTerms terms)
    {
        Batches++;
        _sum.Add(terms.Sum);
        if (terms.Count is null)
        {
            _knownCount += terms.KnownCount;
        }
        else
        {
            _count.Add(terms.Count);
        }
    }

    /// <summary>What the terms count.</summary>
    public double Count() => _knownCount + _count.Value;

    /// <summary>Sum of terms over their count; NaN where nothing was counted.</summary>
    public double Mean() => _sum.Value / Count();

    public void Clear()
    {
        _sum.Clear();
        _count.Clear();
        (_knownCount, Batches) = (0, 0);
    }

    public SavedState SaveState()
    {
        SavedState state = Parts().SaveState();
        state.Values["batches"] = Batches;
        state.Values["knownCount"] = SavedState.Number(_knownCount);
        return state;
    }

    public void RestoreState(SavedState state)
    {
        Parts().RestoreState(state);
        Batches = (int)state.Integer("batches");
        _knownCount = state.Double("knownCount");
    }

    public void Dispose()
    {
        _sum.Dispose();
        _count.Dispose();
    }

    private SavedParts Parts() => new() { { "sum", _sum }, { "count", _count } };
}
