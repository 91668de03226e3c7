using Athanor.Specs;

namespace Athanor.Losses;

/// <summary>The square of the hinge: no corner, and what is far on the wrong side pulls harder.</summary>
/// <remarks>
/// <para>max(0, margin − y·s)² for a score s and a sign y. Prediction: scores of any shape. Target: the same shape, ±1 (or 0/1, see <see cref="MarginLoss.Labels"/>).</para>
/// <para>Terms: one an element; counted: the elements that the mask leaves. Source: the L2-loss of support vector machines, as in LIBLINEAR (Fan et al. 2008).</para>
/// </remarks>
[Spec("squared-hinge")]
public sealed record SquaredHingeLoss : MarginLoss
{
    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x) => x.PerElement(Missing(x).square());
}
