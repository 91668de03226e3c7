using Athanor.Specs;

namespace Athanor.Data;

/// <summary>What a data set asks of a model: its kind and shapes, nothing of losses or metrics.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="InputShape">Shape of one sample's inputs, without the batch axis: [features], [channels, height, width] or [time, features].</param>
/// <param name="Outputs">How many numbers the model gives a sample: classes, 1 for yes or no, or the targets' width.</param>
public sealed record TaskInfo(TaskKind Kind, ValueList<long> InputShape, long Outputs)
{
    /// <summary>The classes' names in the order of their indexes, or empty where there are none.</summary>
    public ValueList<string> ClassNames { get; init; } = [];

    /// <summary>The features' names in the order of the inputs, where the data name them (a CSV's header), else empty.</summary>
    public ValueList<string> FeatureNames { get; init; } = [];

    /// <summary>The target's name, where the data name it, else empty.</summary>
    public string TargetName { get; init; } = "";
}
