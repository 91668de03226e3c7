using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The negative log-likelihood of a Tweedie distribution, up to what does not depend on the prediction: for amounts that are often exactly 0, such as claims or rain.</summary>
/// <remarks>
/// <para>For a mean μ and a target y: μ^(2−p)/(2−p) − y·μ^(1−p)/(1−p), with μ = exp(prediction), or the prediction itself.</para>
/// <para>Prediction and target: any equal shape; targets are 0 or more. Terms: one an element; counted: the elements that the mask leaves.</para>
/// <para>A target of 0 costs the first part alone, whatever the power of a mean of 0. Source: Jørgensen 1987; half the Tweedie deviance but for a constant.</para>
/// </remarks>
[Spec("tweedie")]
public sealed record TweedieLoss : LossSpec
{
    /// <summary>How the variance grows with the mean: variance ∝ μ^p, between Poisson (1) and gamma (2). Default 1.5; within (1, 2).</summary>
    public double Power { get; init; } = 1.5;

    /// <summary>Whether the model gives the mean's logarithm, which any number may be, and not the mean, which must be above 0. Default true.</summary>
    public bool LogInput { get; init; } = true;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Require(Power is > 1 and < 2, $"{Power} is not within (1, 2)", nameof(Power));

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => (targets < 0, "an amount, which is 0 or more");

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor none = x.Target == 0;
        Tensor behind = where(none, ones_like(x.Prediction), x.Prediction);
        Tensor mean = Raised(x.Prediction, 2 - Power) / (2 - Power);
        Tensor amount = x.Target * Raised(behind, 1 - Power) / (1 - Power);
        return x.PerElement(mean - amount);
    }

    private Tensor Raised(Tensor prediction, double power) => LogInput ? (power * prediction).exp() : prediction.pow(power);
}
