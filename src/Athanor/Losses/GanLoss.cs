using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What the losses of generative adversarial networks share: the critic's scores of made samples as prediction, and for its own update those of real ones beside them.</summary>
/// <remarks>
/// <para>Prediction: the critic's scores (logits) of made samples, [samples, …]. The discriminator's role reads <c>real</c>, its scores of as many real samples; no target.</para>
/// <para>Terms: one a score; counted: the scores that the mask leaves.</para>
/// </remarks>
public abstract record GanLoss : LossSpec
{
    /// <summary>The name of the scores of real samples.</summary>
    public const string Real = "real";

    /// <summary>Whose loss it is. Default discriminator.</summary>
    public GanRole Role { get; init; }

    /// <inheritdoc/>
    public override bool ReadsTarget => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => Role == GanRole.Discriminator ? [Real] : [];

    /// <summary>What the critic pays for a score of a real sample.</summary>
    protected abstract Tensor ForReal(Tensor score);

    /// <summary>What the critic pays for a score of a made sample.</summary>
    protected abstract Tensor ForMade(Tensor score);

    /// <summary>What the generator pays for the critic's score of a sample that it made.</summary>
    protected abstract Tensor ForGenerator(Tensor score);

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        LossInput fitted = x with { Prediction = x.Masked(x.Prediction) };
        if (Role == GanRole.Generator)
        {
            return fitted;
        }

        return Places.SameShape(x.Prediction, x[Real]) ? fitted.With(Real, x.Masked(x[Real])) : throw Differ("prediction", x.Prediction, Real, x[Real]);
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x) =>
        x.PerElement(Role == GanRole.Generator ? ForGenerator(x.Prediction) : ForReal(x[Real]) + ForMade(x.Prediction));
}
