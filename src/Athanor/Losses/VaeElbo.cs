using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The negative evidence lower bound of a variational autoencoder: what is lost in reconstruction, and how far the code is from its prior.</summary>
/// <remarks>
/// <para>Per sample: reconstruction + beta·KL with KL = −½·Σ (1 + lv − m² − exp lv), the divergence of the code N(m, exp lv) from N(0, 1). Parts <c>reconstruction</c> and <c>kl</c>.</para>
/// <para>Prediction: the decoder's output, [samples, …]; target: what went in, of that shape. Reads <c>mean</c> (m) and <c>log-variance</c> (lv) of the code, [samples, latent].</para>
/// <para>Terms: one a sample; counted: the samples of which the mask leaves a place. Source: Kingma &amp; Welling 2014, appendix B; beta as in Higgins et al. 2017.</para>
/// </remarks>
[Spec("vae-elbo")]
public sealed record VaeElbo : LossSpec
{
    /// <summary>The name of the code's mean.</summary>
    public const string Mean = "mean";

    /// <summary>The name of the logarithm of its variance.</summary>
    public const string LogVariance = "log-variance";

    /// <summary>What the divergence is multiplied with. Default 1; 0 or more.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>How the decoder's output is judged. Default bce.</summary>
    public ReconstructionKind Reconstruction { get; init; } = ReconstructionKind.Bce;

    /// <inheritdoc/>
    public override string? ContainedActivation => Reconstruction == ReconstructionKind.Bce ? "sigmoid" : null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => [Mean, LogVariance];

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Beta);

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ReconstructionLoss.Unfit(targets, Reconstruction);

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        Tensor mean = x[Mean];
        Tensor logVariance = x[LogVariance];
        if (mean.dim() < 2 || !Places.SameShape(mean, logVariance))
        {
            throw Differ(Mean, mean, LogVariance, logVariance);
        }

        return mean.shape[0] == x.Prediction.shape[0]
            ? base.Fit(x).With(Mean, x.Masked(mean)).With(LogVariance, x.Masked(logVariance))
            : throw Differ("prediction", x.Prediction, Mean, mean);
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor mean = x[Mean];
        Tensor logVariance = x[LogVariance];
        Tensor divergence = -0.5 * (1 + logVariance - mean.square() - logVariance.exp()).flatten(1).sum([1L]);
        return x.PerSample(("reconstruction", new(ReconstructionLoss.PerSample(x, Reconstruction))), ("kl", new(divergence, Beta)));
    }
}
