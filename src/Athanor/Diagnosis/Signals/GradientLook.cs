namespace Athanor.Diagnosis.Signals;

/// <summary>The gradients of one update, layer by layer.</summary>
/// <param name="Step">The update, from 1.</param>
/// <param name="Gradients">Root mean square of the loss's gradient by each layer's weights, in the order of <see cref="Watched.Layers"/>.</param>
internal sealed record GradientLook(long Step, double[] Gradients)
{
    /// <summary>The largest of them.</summary>
    public double Largest => Gradients.Length == 0 ? 0 : Gradients.Max();
}
