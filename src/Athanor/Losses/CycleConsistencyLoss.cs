using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>There and back again must end where it began: what ties two generators together that have no pairs to learn from.</summary>
/// <remarks>
/// <para>lambda·(|F(G(x)) − x| + |G(F(y)) − y|), each a mean over a sample's places. Prediction: F(G(x)), [samples, …]; target: x, of its shape.</para>
/// <para>The way back is added where both <c>backward</c> (G(F(y))) and <c>backward-target</c> (y) are given; parts <c>forward</c> and <c>backward</c>, without lambda.</para>
/// <para>Terms: one a sample; counted: the samples that the mask leaves. Source: Zhu et al. 2017, eq. 2–3.</para>
/// </remarks>
[Spec("cycle-consistency")]
public sealed record CycleConsistencyLoss : LossSpec
{
    /// <summary>The name of the second domain's samples after both generators.</summary>
    public const string Backward = "backward";

    /// <summary>The name of the second domain's samples.</summary>
    public const string BackwardTarget = "backward-target";

    /// <summary>What the error is multiplied with, beside the losses of the critics. Default 10, the paper's; 0 or more.</summary>
    public double Lambda { get; init; } = 10;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Lambda);

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        LossInput fitted = base.Fit(x);
        if (x.Find(Backward) is not { } made || x.Find(BackwardTarget) is not { } target)
        {
            return fitted;
        }

        return Places.SameShape(made, target) && made.shape[0] == x.Prediction.shape[0]
            ? fitted.With(Backward, x.Masked(made)).With(BackwardTarget, x.Masked(target))
            : throw Differ(Backward, made, BackwardTarget, target);
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        (string, LossPart) forward = ("forward", new(MeanError(x, x.Prediction, x.Target), Lambda));
        return x.Find(Backward) is { } made && x.Find(BackwardTarget) is { } target
            ? x.PerSample(forward, (Backward, new(MeanError(x, made, target), Lambda)))
            : x.PerSample(forward);
    }

    /// <summary>The mean absolute error of each sample; masked places add 0.</summary>
    private static Tensor MeanError(in LossInput x, Tensor made, Tensor target) => x.SampleMeans((made - target).abs());
}
