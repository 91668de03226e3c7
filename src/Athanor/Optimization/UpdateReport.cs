using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>What an update saw, as tensors on the device that are read only when somebody asks.</summary>
/// <param name="ParameterNorms">The 2-norm of each parameter's mean gradient before clipping, in the order of the optimizer; 0 without gradient.</param>
/// <param name="TotalNorm">Their common 2-norm.</param>
/// <param name="ClippedNorm">The norm that clipping by norm compared with its bound; the same tensor for a norm of order 2.</param>
/// <param name="LeftOut">Float32: 1 where the step was left out, because the gradient was not finite or the caller said so; else 0.</param>
/// <param name="Penalty">The regularization's penalty; null without one.</param>
internal sealed record UpdateReport(Tensor ParameterNorms, Tensor TotalNorm, Tensor ClippedNorm, Tensor LeftOut, Tensor? Penalty);
