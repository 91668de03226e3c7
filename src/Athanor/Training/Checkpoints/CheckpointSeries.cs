using System.Diagnostics;
using System.Globalization;
using Athanor.Persistence;
using Athanor.Specs;

namespace Athanor.Training.Checkpoints;

/// <summary>The checkpoints of one training, in a folder: <c>step-000001200</c>, …; only one training writes there at a time.</summary>
internal sealed class CheckpointSeries
{
    private const string Prefix = "step-";

    /// <summary>Without a cadence writing may take a tenth of the time.</summary>
    private const int TimesItsCost = 9;

    private readonly CheckpointSpec _spec;
    private readonly string _metric;
    private readonly bool _higherIsBetter;
    private readonly Stopwatch _sinceWritten = Stopwatch.StartNew();
    private TimeSpan _cost;

    /// <summary>The series in <paramref name="folder"/>.</summary>
    /// <param name="folder">The folder; made with the first checkpoint.</param>
    /// <param name="spec">How often, and how many.</param>
    /// <param name="metric">What the best are judged by.</param>
    /// <param name="higherIsBetter">Whether more of it is better.</param>
    public CheckpointSeries(string folder, CheckpointSpec spec, string metric, bool higherIsBetter)
    {
        Folder = Path.GetFullPath(folder);
        (_spec, _metric, _higherIsBetter) = (spec, metric, higherIsBetter);
    }

    /// <summary>The folder's absolute path.</summary>
    public string Folder { get; }

    /// <summary>The last checkpoint that was written, or null.</summary>
    public string? Newest { get; private set; }

    /// <summary>The checkpoints in a folder, the newest first.</summary>
    public static IReadOnlyList<(string Folder, long Step)> In(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateDirectories(folder, Prefix + "*")
            .Select(path => (Folder: path, Step: StepOf(path)))
            .Where(found => found.Step >= 0)
            .OrderByDescending(found => found.Step),
    ];

    /// <summary>Brings back, and cleans up, what a crash left in a folder in which nobody writes now.</summary>
    public static void Recover(string folder)
    {
        if (Directory.Exists(folder))
        {
            AtomicFolder.Sweep(folder);
        }
    }

    /// <summary>Whether it is time after an update or a batch within an epoch.</summary>
    public bool IsDueAfterStep(long step, bool updated) => _spec.KeepLast + _spec.KeepBest > 0
        && ((_spec.EverySteps is { } steps && updated && step % steps == 0)
            || (_spec.EveryMinutes is { } minutes && _sinceWritten.Elapsed.TotalMinutes >= minutes));

    /// <summary>Whether it is time after so many epochs.</summary>
    public bool IsDueAfterEpoch(long epochs) => _spec.KeepLast + _spec.KeepBest > 0
        && (_spec is { EverySteps: null, EveryMinutes: null, EveryEpochs: null }
            ? _sinceWritten.Elapsed >= _cost * TimesItsCost
            : _spec.EveryEpochs is { } every && epochs % every == 0);

    /// <summary>Writes a checkpoint and takes away those that need not be kept.</summary>
    /// <exception cref="IOException">The disk is full or the folder can't be written; the checkpoints that are there stay.</exception>
    public void Write(long step, CheckpointContent content)
    {
        long began = Stopwatch.GetTimestamp();
        Recover(Folder);
        string folder = Path.Combine(Folder, Prefix + step.ToString("D9"));
        content.Write(folder);
        Newest = folder;
        foreach (string old in Superfluous(step))
        {
            AtomicFolder.Remove(old);
        }

        _cost = Stopwatch.GetElapsedTime(began);
        _sinceWritten.Restart();
    }

    private static long StepOf(string folder) =>
        long.TryParse(Path.GetFileName(folder).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1;

    /// <summary>What is neither among the newest nor among the best; and what lies beyond <paramref name="step"/>, left by a past that is being trained anew.</summary>
    private IEnumerable<string> Superfluous(long step)
    {
        IReadOnlyList<(string Folder, long Step)> all = In(Folder);
        (string Folder, long Step)[] past = [.. all.Where(found => found.Step <= step)];
        string[] kept =
        [
            .. past.Take(Math.Max(_spec.KeepLast, 1)).Select(found => found.Folder),
            .. past.Select(found => (found.Folder, Value: Measured(found.Folder)))
                .Where(found => !double.IsNaN(found.Value))
                .OrderBy(found => _higherIsBetter ? -found.Value : found.Value)
                .Take(_spec.KeepBest)
                .Select(found => found.Folder),
        ];
        return all.Select(found => found.Folder).Except(kept, StringComparer.Ordinal);
    }

    /// <summary>What a checkpoint's metrics say of what the best are judged by; NaN where they don't, or where they are damaged.</summary>
    private double Measured(string folder)
    {
        try
        {
            return _spec.KeepBest == 0 ? double.NaN : Checkpoint.MetricsOf(folder).GetValueOrDefault(_metric, double.NaN);
        }
        catch (RecipeException)
        {
            return double.NaN;
        }
    }
}
