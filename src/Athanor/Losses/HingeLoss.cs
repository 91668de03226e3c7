using Athanor.Specs;

namespace Athanor.Losses;

/// <summary>The hinge of support vector machines: a score on the right side by the margin costs nothing, and every other costs what it lacks.</summary>
/// <remarks>
/// <para>max(0, margin − y·s) for a score s and a sign y. Prediction: scores of any shape. Target: the same shape, ±1 (or 0/1, see <see cref="MarginLoss.Labels"/>).</para>
/// <para>Terms: one an element; counted: the elements that the mask leaves. At the corner the gradient is 0. Source: Cortes &amp; Vapnik 1995.</para>
/// </remarks>
[Spec("hinge")]
public sealed record HingeLoss : MarginLoss
{
    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x) => x.PerElement(Missing(x));
}
