using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Training.Checkpoints;

/// <summary>What <c>task.json</c> in a checkpoint says: what was asked of the model, so that it can be used without the data it learned from.</summary>
internal sealed record CheckpointTask : Spec
{
    private const int MostNames = 1_000_000;

    /// <summary>What was asked.</summary>
    public TaskKind Kind { get; init; }

    /// <summary>Shape of one sample's inputs.</summary>
    public required ValueList<long> InputShape { get; init; }

    /// <summary>Numbers that the model gives a sample.</summary>
    public required long Outputs { get; init; }

    /// <summary>The classes' names; empty where there are none.</summary>
    public ValueList<string> ClassNames { get; init; } = [];

    /// <summary>The features' names; empty where they have none.</summary>
    public ValueList<string> FeatureNames { get; init; } = [];

    /// <summary>The target's name; empty where it has none.</summary>
    public string TargetName { get; init; } = "";

    /// <summary>Where the recipe's relative paths start.</summary>
    public string Folder { get; init; } = "";

    public static CheckpointTask Of(TaskInfo task, string folder) => new()
    {
        Kind = task.Kind,
        InputShape = task.InputShape,
        Outputs = task.Outputs,
        ClassNames = task.ClassNames,
        FeatureNames = task.FeatureNames,
        TargetName = task.TargetName,
        Folder = folder,
    };

    public TaskInfo ToTask() => new(Kind, InputShape, Outputs) { ClassNames = ClassNames, FeatureNames = FeatureNames, TargetName = TargetName };

    protected override void Validate(RecipePath at)
    {
        at.AtLeast(Outputs, 1);
        for (int i = 0; i < InputShape.Count; i++)
        {
            at.Key("inputShape").Item(i).Require(InputShape[i] >= 1, $"{InputShape[i]} is no size");
        }

        at.Require(ClassNames.Count <= MostNames && FeatureNames.Count <= MostNames, $"more than {MostNames:N0} names");
    }
}
