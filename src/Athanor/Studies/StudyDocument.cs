using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Studies;

/// <summary>A study as a document: <c>study.yaml</c>. Its recipe stands in it, or is a path from the study's own folder.</summary>
public sealed record StudyDocument : Spec
{
    /// <summary>The study's name: what its trials and its report are called.</summary>
    [SpecKey("study")]
    public required string Name { get; init; }

    /// <summary>The baseline.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The components by name, in the order in which they are applied and shown; at least one.</summary>
    public required ValueMap<ComponentSpec> Components { get; init; }

    /// <summary>One design or several, whose variants and trials are shared. Default additive.</summary>
    [OneOrMany]
    public ValueList<DesignSpec> Design { get; init; } = [new AdditiveDesign()];

    /// <summary>The seeds that every variant is trained with. Default 0…4.</summary>
    public SeedList Seeds { get; init; } = 5;

    /// <summary>What is compared; the first is tested. Default null: the task's first metric and the loss, on the test part.</summary>
    [OneOrMany(Alias = "metric")]
    public ValueList<string>? Metrics { get; init; }

    /// <summary>The level of each family of comparisons. Default 0.05; between 0 and 1.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Confidence of the intervals. Default 0.95; between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(Name.Trim().Length > 0, "a study needs a name", "study");
        at.Require(Components.Count > 0, "a study needs a component at least", nameof(Components));
        at.Require(Design.Count > 0, "a study needs a design at least: additive, one-at-a-time, leave-one-out, cumulative or factorial", nameof(Design));
        at.Require(Alpha is > 0 and < 1, $"{Alpha} is not between 0 and 1", nameof(Alpha));
        at.Require(Confidence is > 0 and < 1, $"{Confidence} is not between 0 and 1", nameof(Confidence));
    }
}
