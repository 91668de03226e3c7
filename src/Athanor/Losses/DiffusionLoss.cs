using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>Denoising diffusion: a model that sees x_t = √ᾱ·x₀ + √(1 − ᾱ)·noise predicts the noise, the sample or a mixture of both.</summary>
/// <remarks>
/// <para>weight·mean of (prediction − target)² a sample. Prediction: [samples, …]. Reads <c>x0</c> and <c>noise</c>, of that shape, <c>timestep</c> (int64, [samples], from 0) and
/// <c>alpha-bar</c>, ᾱ of each step, [steps]; no target.</para>
/// <para>With min-SNR and SNR = ᾱ/(1 − ᾱ) the weight is min(SNR, gamma)/SNR for epsilon, min(SNR, gamma) for x0, min(SNR, gamma)/(SNR + 1) for v; none: 1.</para>
/// <para>Terms: one a sample; counted: the samples that the mask leaves. Source: Ho et al. 2020, eq. 14; v: Salimans &amp; Ho 2022; min-SNR: Hang et al. 2023.</para>
/// </remarks>
[Spec("diffusion")]
public sealed record DiffusionLoss : LossSpec
{
    /// <summary>The name of the samples without noise.</summary>
    public const string X0 = "x0";

    /// <summary>The name of the noise.</summary>
    public const string Noise = "noise";

    /// <summary>The name of each sample's step.</summary>
    public const string Timestep = "timestep";

    /// <summary>The name of the share of signal by step.</summary>
    public const string AlphaBar = "alpha-bar";

    /// <summary>What the model predicts. Default epsilon.</summary>
    public DiffusionTarget Prediction { get; init; }

    /// <summary>How much each step counts. Default none: all the same.</summary>
    public DiffusionWeighting Weighting { get; init; }

    /// <summary>Where min-SNR clamps the ratio. Default 5, the paper's; greater than 0.</summary>
    public double Gamma { get; init; } = 5;

    /// <inheritdoc/>
    public override bool ReadsTarget => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => [X0, Noise, Timestep, AlphaBar];

    /// <summary>x_t, what the model sees: [samples, …].</summary>
    /// <param name="x0">Samples without noise, [samples, …].</param>
    /// <param name="noise">Noise of that shape.</param>
    /// <param name="timestep">Each sample's step, int64, [samples].</param>
    /// <param name="alphaBar">ᾱ of each step, [steps].</param>
    public static Tensor Noisy(Tensor x0, Tensor noise, Tensor timestep, Tensor alphaBar)
    {
        Tensor signal = At(timestep, alphaBar, x0);
        return (signal.sqrt() * x0) + ((1 - signal).sqrt() * noise);
    }

    /// <summary>What the model should answer: noise, x₀ or v, [samples, …].</summary>
    /// <inheritdoc cref="Noisy"/>
    public Tensor RegressionTarget(Tensor x0, Tensor noise, Tensor timestep, Tensor alphaBar)
    {
        Tensor signal = At(timestep, alphaBar, x0);
        return Prediction switch
        {
            DiffusionTarget.Epsilon => noise,
            DiffusionTarget.X0 => x0,
            _ => (signal.sqrt() * noise) - ((1 - signal).sqrt() * x0),
        };
    }

    /// <summary>How much each sample counts, [samples]. Written without the ratio's own divisions, so that steps without noise or without signal have a weight.</summary>
    /// <param name="timestep">Each sample's step, int64, [samples].</param>
    /// <param name="alphaBar">ᾱ of each step, [steps].</param>
    public Tensor SampleWeight(Tensor timestep, Tensor alphaBar)
    {
        Tensor signal = alphaBar.index_select(0, timestep);
        Tensor none = ones_like(signal);
        return (Weighting, Prediction) switch
        {
            (DiffusionWeighting.None, _) => none,
            (_, DiffusionTarget.Epsilon) => minimum(none, Gamma * (1 - signal) / signal),
            (_, DiffusionTarget.X0) => minimum(none * Gamma, signal / (1 - signal)),
            _ => minimum(signal, Gamma * (1 - signal)),
        };
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Gamma);

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        foreach (string name in new[] { X0, Noise })
        {
            if (!Places.SameShape(x.Prediction, x[name]))
            {
                throw Differ("prediction", x.Prediction, name, x[name]);
            }
        }

        if (x[Timestep].dim() != 1 || x[Timestep].shape[0] != x.Prediction.shape[0] || x[AlphaBar].dim() != 1)
        {
            throw new RecipeException(
                "shape", Place, $"{Timestep} {Places.Describe(x[Timestep])} must be one step a sample and {AlphaBar} [{string.Join(", ", x[AlphaBar].shape)}] one number a step");
        }

        long steps = x[AlphaBar].shape[0];
        if (x[Timestep].device_type == TorchSharp.DeviceType.CPU)
        {
            RefuseFirst(x[Timestep], (x[Timestep] < 0).logical_or(x[Timestep] >= steps), null, new RecipePath(Place), "out-of-range", (value, sample) =>
                $"{Timestep} {value} of sample {sample} is not among the {steps} steps 0…{steps - 1} of {AlphaBar}");
        }

        return x with { Prediction = x.Masked(x.Prediction), Target = x.Masked(RegressionTarget(x[X0], x[Noise], x[Timestep].to_type(ScalarType.Int64), x[AlphaBar])) };
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor mean = x.SampleMeans((x.Prediction - x.Target).square());
        return x.PerSample(Weighting == DiffusionWeighting.None ? mean : mean * SampleWeight(x[Timestep].to_type(ScalarType.Int64), x[AlphaBar]));
    }

    private static Tensor At(Tensor timestep, Tensor alphaBar, Tensor samples) =>
        Places.Align(alphaBar.index_select(0, timestep), samples, AlphaBar);
}
