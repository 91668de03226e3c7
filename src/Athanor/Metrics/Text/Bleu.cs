using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Metrics.Text;

/// <summary>BLEU of a corpus of texts against their references: how many runs of 1 to 4 words they share.</summary>
/// <remarks>Source: Papineni et al. 2002; tokens (13a), smoothing and lengths as in sacreBLEU 2 (Post 2018). Counts add up over texts, so the order and the cut into batches change nothing.</remarks>
public sealed class Bleu : ISavedState
{
    private const int Orders = 4;

    private readonly bool _lowercase;
    private readonly BleuSmoothing _smoothing;
    private readonly long[] _matches = new long[Orders];
    private readonly long[] _totals = new long[Orders];
    private long _texts;
    private long _hypothesisLength;
    private long _referenceLength;

    /// <summary>Nothing added yet.</summary>
    /// <param name="lowercase">Whether upper and lower case are the same.</param>
    /// <param name="smoothing">What an order without a match counts.</param>
    public Bleu(bool lowercase = false, BleuSmoothing smoothing = BleuSmoothing.Exp) => (_lowercase, _smoothing) = (lowercase, smoothing);

    /// <summary>Adds a text and what it should have been, in one wording or several.</summary>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public void Add(string hypothesis, params IReadOnlyList<string> references)
    {
        if (references.Count == 0)
        {
            throw new ArgumentException("a text needs a reference at least", nameof(references));
        }

        string[] words = Words(hypothesis);
        string[][] others = [.. references.Select(Words)];
        for (int order = 1; order <= Orders; order++)
        {
            Dictionary<string, int>[] known = [.. others.Select(other => Runs(other, order))];
            foreach ((string run, int count) in Runs(words, order))
            {
                _matches[order - 1] += Math.Min(count, known.Max(runs => runs.GetValueOrDefault(run)));
            }

            _totals[order - 1] += Math.Max(0, words.Length - order + 1);
        }

        _texts++;
        _hypothesisLength += words.Length;
        _referenceLength += others.Select(other => other.Length).OrderBy(length => Math.Abs(length - words.Length)).ThenBy(length => length).First();
    }

    /// <summary>The score of all texts added.</summary>
    public BleuScore Score()
    {
        double penalty = _hypothesisLength >= _referenceLength ? 1 : _hypothesisLength == 0 ? 0 : Math.Exp(1 - ((double)_referenceLength / _hypothesisLength));
        double[] precisions = Precisions();
        double value = _texts == 0 ? double.NaN
            : precisions.Contains(0) ? 0
            : penalty * Math.Exp(precisions.Average(Math.Log));
        return new BleuScore(value, precisions, penalty, _hypothesisLength, _referenceLength);
    }

    /// <inheritdoc/>
    public SavedState SaveState() => new() { Values = new() { ["counts"] = new JsonArray([.. Counts().Select(count => (JsonNode)count)]) } };

    /// <inheritdoc/>
    public void RestoreState(SavedState state)
    {
        if (state.Values["counts"] is not JsonArray { Count: 3 + (2 * Orders) } saved)
        {
            throw new ArgumentException("the saved state has no counts of BLEU", nameof(state));
        }

        long[] counts = [.. saved.Select(count => count!.GetValue<long>())];
        (_texts, _hypothesisLength, _referenceLength) = (counts[0], counts[1], counts[2]);
        counts.AsSpan(3, Orders).CopyTo(_matches);
        counts.AsSpan(3 + Orders, Orders).CopyTo(_totals);
    }

    private double[] Precisions()
    {
        var precisions = new double[Orders];
        double smoothing = 1;
        for (int i = 0; i < Orders && _totals[i] > 0 && _matches[0] > 0; i++)
        {
            smoothing *= _matches[i] == 0 ? 2 : 1;
            precisions[i] = _matches[i] > 0 ? 100.0 * _matches[i] / _totals[i]
                : _smoothing == BleuSmoothing.Exp ? 100 / (smoothing * _totals[i])
                : 0;
        }

        return precisions;
    }

    private IEnumerable<long> Counts() => [_texts, _hypothesisLength, _referenceLength, .. _matches, .. _totals];

    private string[] Words(string text) => BleuTokens.Of(_lowercase ? text.ToLowerInvariant() : text);

    private static Dictionary<string, int> Runs(string[] words, int order)
    {
        var runs = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i + order <= words.Length; i++)
        {
            // Words hold no white space, so that joined by one they stay what they were.
            string run = string.Join(' ', words, i, order);
            runs[run] = runs.GetValueOrDefault(run) + 1;
        }

        return runs;
    }
}
