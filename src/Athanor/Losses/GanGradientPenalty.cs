using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>Keeps a Wasserstein critic smooth: its gradient at samples between real and made should have length 1.</summary>
/// <remarks>
/// <para>lambda·(‖g‖₂ − 1)² a sample. Prediction: the critic's gradient g at its input, [samples, …], made with a graph of its own (<see cref="GradientAt"/>); no target.</para>
/// <para>Terms: one a sample; counted: the samples that the mask leaves. Where g is 0, its norm's gradient is 0. Source: Gulrajani et al. 2017, eq. 3.</para>
/// </remarks>
[Spec("gan-gradient-penalty")]
public sealed record GanGradientPenalty : LossSpec
{
    /// <summary>What the penalty is multiplied with. Default 10, the paper's; 0 or more.</summary>
    public double Lambda { get; init; } = 10;

    /// <inheritdoc/>
    public override bool ReadsTarget => false;

    /// <summary>The critic's gradient at samples between real and made ones, differentiable in the critic's weights.</summary>
    /// <param name="critic">Gives each sample a score.</param>
    /// <param name="real">Real samples, [samples, …].</param>
    /// <param name="made">As many made ones.</param>
    /// <param name="share">Where between them, 0 (made) to 1 (real), for each sample, [samples].</param>
    /// <returns>The gradient at the inputs, of the samples' shape.</returns>
    public static Tensor GradientAt(Func<Tensor, Tensor> critic, Tensor real, Tensor made, Tensor share)
    {
        Tensor between = (made.detach() + (Places.Align(share, real, "share") * (real - made).detach())).requires_grad_();
        return autograd.grad([critic(between).sum()], [between], create_graph: true)[0];
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Lambda);

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x) => x with { Prediction = x.Masked(x.Prediction) };

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x) =>
        x.PerSample(Lambda * (Vectors.Norm(x.Prediction.flatten(1)) - 1).square());
}
