using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Persistence;

namespace Athanor.Training;

/// <summary>The mean loss over batches of unlike size: sum of terms over sum of counts, added up in double precision.</summary>
internal sealed class LossAverage : IDisposable, ISavedState
{
    private const string NamedParts = "parts";

    private readonly RunningSum _sum = new();
    private readonly RunningSum _count = new();
    private readonly SortedDictionary<string, RunningSum> _parts = new(StringComparer.Ordinal);
    private double _knownCount;

    /// <summary>How many batches are in it.</summary>
    public int Batches { get; private set; }

    public void Add(LossTerms terms)
    {
        Batches++;
        _sum.Add(terms.Sum);
        foreach ((string name, LossPart part) in terms.Parts)
        {
            Part(name).Add(part.Sum);
        }

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

    /// <summary>The loss's named parts, each as the mean that it has in the loss before its scale.</summary>
    public IEnumerable<(string Name, double Mean)> PartMeans() => _parts.Select(part => (part.Key, part.Value.Value / Count()));

    public void Clear()
    {
        FreeParts();
        _sum.Clear();
        _count.Clear();
        (_knownCount, Batches) = (0, 0);
    }

    public SavedState SaveState()
    {
        SavedState state = Parts(_parts.Keys).SaveState();
        state.Values["batches"] = Batches;
        state.Values["knownCount"] = SavedState.Number(_knownCount);
        return state;
    }

    public void RestoreState(SavedState state)
    {
        FreeParts();
        Parts([.. state.Part(NamedParts).Values.Select(part => part.Key)]).RestoreState(state);
        Batches = (int)state.Integer("batches");
        _knownCount = state.Double("knownCount");
    }

    public void Dispose()
    {
        _sum.Dispose();
        _count.Dispose();
        FreeParts();
    }

    private RunningSum Part(string name)
    {
        if (!_parts.TryGetValue(name, out RunningSum? sum))
        {
            _parts.Add(name, sum = new RunningSum());
        }

        return sum;
    }

    private void FreeParts()
    {
        foreach (RunningSum part in _parts.Values)
        {
            part.Dispose();
        }

        _parts.Clear();
    }

    private SavedParts Parts(IEnumerable<string> names)
    {
        var named = new SavedParts();
        foreach (string name in names)
        {
            named.Add(name, Part(name));
        }

        return new SavedParts { { "sum", _sum }, { "count", _count }, { NamedParts, named } };
    }
}
