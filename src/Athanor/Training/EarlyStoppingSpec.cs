using Athanor.Specs;

namespace Athanor.Training;

/// <summary>Ends the training before its budget: when a metric stops getting better, or when it reaches a target.</summary>
/// <remarks>Looked at whenever the validation part is. Source: Prechelt 1998, "Early stopping — but when?" (patience is his UP criterion in looks).</remarks>
public sealed record EarlyStoppingSpec : Spec
{
    /// <summary>What is watched: <c>validation/…</c>, or with an average <c>ema/validation/…</c>, which is looked at once it has begun. Default <c>validation/loss</c>.</summary>
    public string Metric { get; init; } = "validation/loss";

    /// <summary>How many looks in a row may be no better than the best. Default null: any number; at least 1.</summary>
    public int? Patience { get; init; }

    /// <summary>Better means better by more than this. Default 0; at least 0.</summary>
    public double MinDelta { get; init; }

    /// <summary>The value that is good enough to stop at. Default null: none.</summary>
    public double? Target { get; init; }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(Patience is not null || Target is not null, "neither patience nor target is given, so nothing would ever stop; give one");
        at.AtLeast(Patience ?? 1, 1, nameof(Patience));
        at.NotNegative(MinDelta);
        at.Require(
            MetricNames.IsOfValidation(Metric),
            $"'{Metric}' is not measured while training; watch one that begins with validation/",
            nameof(Metric));
    }
}
