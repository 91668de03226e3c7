namespace Athanor.Diagnosis.Signals;

/// <summary>What of the signals a report draws, of bounded length: it outlives the training.</summary>
internal sealed record TrainingCourse
{
    /// <summary>Points of a curve.</summary>
    private const int MostPoints = 400;

    /// <summary>Columns of a map.</summary>
    private const int MostColumns = 48;

    /// <summary>Curves in one chart.</summary>
    private const int MostProfiles = 5;

    public required IReadOnlyList<UpdatePoint> Updates { get; init; }

    public required IReadOnlyList<string> Layers { get; init; }

    public required IReadOnlyList<GradientLook> Gradients { get; init; }

    public required IReadOnlyList<WatchedActivation> Activations { get; init; }

    public required IReadOnlyList<Look> Looks { get; init; }

    public required IReadOnlyList<TimeLook> Times { get; init; }

    public static TrainingCourse Of(TrainingSignals signals) => new()
    {
        Updates = Evenly(signals.Updates, MostPoints),
        Layers = [.. signals.Layers.Select(layer => layer.Name)],
        Gradients = Evenly(signals.Gradients, MostColumns),
        Activations = signals.Model.Activations,
        Looks = Evenly(signals.Looks, MostColumns),
        Times = Evenly(signals.Times, MostProfiles),
    };

    /// <summary>The first, the last, and as many between as there is room for.</summary>
    private static T[] Evenly<T>(IReadOnlyList<T> all, int most) => all.Count <= most
        ? [.. all]
        : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))])];
}
