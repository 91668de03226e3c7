using Athanor.Losses;
using Athanor.Specs;

namespace Athanor.Guide.Tests;

/// <summary>Cauchy's loss: log(1 + (e/scale)²), whose pull fades for errors far beyond the scale.</summary>
[Spec("cauchy")]
public sealed record CauchyLoss : LossSpec
{
    public double Scale { get; init; } = 1;

    protected override void Validate(RecipePath at) => at.Positive(Scale);

    protected override LossTerms Evaluate(in LossInput x) =>
        x.PerElement(((x.Prediction - x.Target) / Scale).square().log1p());
}
