namespace Athanor.Diagnosis.Signals;

/// <summary>The weights of one layer around one update.</summary>
/// <param name="WeightNorm">Norm of the weights before it.</param>
/// <param name="UpdateRatio">Norm of what the update changed ÷ norm of the weights.</param>
/// <param name="OutputGradient">Root mean square of the loss's gradient by the layer's output; NaN where it could not be watched.</param>
internal readonly record struct LayerLook(double WeightNorm, double UpdateRatio, double OutputGradient);
