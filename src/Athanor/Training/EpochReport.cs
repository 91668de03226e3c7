namespace Athanor.Training;

/// <summary>What an epoch, or a look at the validation part within one, came to.</summary>
public sealed class EpochReport
{
    private readonly Action<string> _stop;

    internal EpochReport(Action<string> stop) => _stop = stop;

    /// <summary>The epoch, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>Updates done so far.</summary>
    public required long Step { get; init; }

    /// <summary>Whether the epoch is over: false for a look within it.</summary>
    public required bool EpochEnded { get; init; }

    /// <summary>Metrics by name: <c>epoch/…</c> are running values over the epoch's batches, <c>validation/…</c> the validation part's.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The learning rate of the next update.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Samples trained on since the last report.</summary>
    public required long Samples { get; init; }

    /// <summary>Seconds that training on them took, validation not included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Ends the training here; the run is then <c>stopped</c>.</summary>
    /// <param name="reason">Why, in a few words.</param>
    public void RequestStop(string reason) => _stop(reason);
}
