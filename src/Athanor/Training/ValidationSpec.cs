using Athanor.Specs;

namespace Athanor.Training;

/// <summary>When the validation part is looked at: after every so many epochs, or updates.</summary>
public sealed record ValidationSpec : Spec
{
    private readonly OrDefault _everyEpochs = new(null, 1);

    /// <summary>Epochs between two looks. Default 1, unless <see cref="EverySteps"/> says otherwise.</summary>
    [Excludes(nameof(EverySteps))]
    public int? EveryEpochs
    {
        get => EverySteps is null ? _everyEpochs.Value : _everyEpochs.Given;
        init => _everyEpochs = new(value, 1);
    }

    /// <summary>Updates between two looks, or null.</summary>
    [Excludes(nameof(EveryEpochs))]
    public long? EverySteps { get; init; }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(_everyEpochs.Given is null || EverySteps is null, "the cadence is in epochs or in steps, never both; leave one out", nameof(EverySteps));
        at.AtLeast(EveryEpochs ?? 1, 1, nameof(EveryEpochs));
        at.AtLeast(EverySteps ?? 1, 1, nameof(EverySteps));
    }
}
