using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The negative log-likelihood of counts under a Poisson distribution, in nats.</summary>
/// <remarks>
/// <para>For a prediction x and a count y: exp(x) − y·x where x is the rate's logarithm, else x − y·log(x + eps).</para>
/// <para>Prediction and target: any equal shape; counts are 0 or more. Terms: one an element; counted: the elements that the mask leaves.</para>
/// <para>A count of 0 costs the rate alone, whatever the logarithm of a rate of 0. As PyTorch's <c>PoissonNLLLoss</c>; <see cref="Full"/> adds Stirling's term.</para>
/// </remarks>
[Spec("poisson-nll")]
public sealed record PoissonNll : LossSpec
{
    /// <summary>Whether the model gives the rate's logarithm, which any number may be, and not the rate, which must be above 0. Default true.</summary>
    public bool LogInput { get; init; } = true;

    /// <summary>Whether Stirling's approximation of log y! is added for counts above 1: it does not change the gradient. Default false.</summary>
    public bool Full { get; init; }

    /// <summary>Added to a rate before its logarithm. Default 1e-8; 0 or more.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Eps);

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => (targets < 0, "a count, which is 0 or more");

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor terms = LogInput
            ? x.Prediction.exp() - (x.Target * x.Prediction)
            : x.Prediction - (x.Target * where(x.Target == 0, ones_like(x.Prediction), x.Prediction + Eps).log());
        return x.PerElement(Full ? terms + Stirling(x.Target) : terms);
    }

    private static Tensor Stirling(Tensor count)
    {
        Tensor above = where(count > 1, count, ones_like(count));
        return where(count > 1, (above * above.log()) - above + (0.5 * (2 * Math.PI * above).log()), zeros_like(count));
    }
}
