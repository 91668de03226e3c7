using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The negative log-likelihood under a normal distribution whose mean and variance the model gives, in nats: it learns where it does not know.</summary>
/// <remarks>
/// <para>With d = prediction − target and v = max(variance, eps): ½·(log v + d²/v). The clamp passes the gradient on as if it were absent, so that a variance of 0 can grow.</para>
/// <para>
/// Prediction (the mean) and target: any equal shape. Reads <c>variance</c>, of that shape, or with a last axis of 1 or without it, for one variance over the last axis.
/// Terms: one an element; counted: the elements that the mask leaves.
/// </para>
/// <para>Source: Nix &amp; Weigend 1994; as PyTorch's <c>GaussianNLLLoss</c>.</para>
/// </remarks>
[Spec("gaussian-nll")]
public sealed record GaussianNll : LossSpec
{
    /// <summary>The variance's name among the model's outputs or the batch's fields.</summary>
    public const string Variance = "variance";

    /// <summary>Whether ½·log 2π is added: it does not change the gradient. Default false.</summary>
    public bool Full { get; init; }

    /// <summary>The least variance, in the target's unit squared. Default 1e-6; greater than 0.</summary>
    public double Eps { get; init; } = 1e-6;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => [Variance];

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Eps);

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        LossInput fitted = base.Fit(x);
        Tensor variance = x[Variance];
        if (!Places.SameShape(variance, fitted.Prediction) && Places.HasOneMoreAxisOf1(variance, fitted.Prediction))
        {
            variance = variance.squeeze(-1);
        }
        else if (variance.dim() == fitted.Prediction.dim() - 1)
        {
            variance = variance.unsqueeze(-1);
        }

        if (!Places.Fits(variance, fitted.Prediction) || variance.dim() != fitted.Prediction.dim())
        {
            throw Differ("prediction", x.Prediction, Variance, x[Variance]);
        }

        variance = x.Masked(variance.to_type(fitted.Prediction.dtype).expand(fitted.Prediction.shape), 1);
        if (variance.device_type == TorchSharp.DeviceType.CPU)
        {
            RefuseFirst(variance, variance < 0, null, new RecipePath(Place), "out-of-range", (value, sample) =>
                $"{Variance} {Places.Describe(variance)} holds {value} at sample {sample}; let the model end in softplus or an exponential there");
        }

        return fitted.With(Variance, variance);
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor variance = x[Variance].clone();
        using (no_grad())
        {
            variance.clamp_(min: Eps);
        }

        Tensor terms = 0.5 * (variance.log() + ((x.Prediction - x.Target).square() / variance));
        return x.PerElement(Full ? terms + (0.5 * Math.Log(2 * Math.PI)) : terms);
    }
}
