namespace Athanor.Diagnosis.Signals;

/// <summary>What every update tells for nothing.</summary>
/// <param name="Step">The update, from 1.</param>
/// <param name="Loss">Mean loss of its batches, before it.</param>
/// <param name="GradientNorm">Norm of its gradient over all parameters, before clipping.</param>
/// <param name="LearningRate">Its learning rate.</param>
internal readonly record struct UpdatePoint(long Step, double Loss, double GradientNorm, double LearningRate);
