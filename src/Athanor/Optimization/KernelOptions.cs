using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>What a kernel reads and keeps.</summary>
/// <param name="Values">The weight decay, then the kernel's own options in its order.</param>
/// <param name="States">The kernel's states a, b, c; null for one that these options don't need.</param>
internal sealed record KernelOptions(IReadOnlyList<double> Values, params KernelState?[] States)
{
    /// <summary>The three states.</summary>
    public KernelState?[] States { get; } = [.. States, .. Enumerable.Repeat<KernelState?>(null, 3 - States.Length)];
}

/// <summary>One tensor a parameter that an optimizer keeps.</summary>
/// <param name="Name">Its name in checkpoints, after the parameter's.</param>
/// <param name="Initial">What it is filled with at first.</param>
/// <param name="Single">One float64 value instead of one a weight.</param>
internal sealed record KernelState(string Name, double Initial = 0, bool Single = false)
{
    public Tensor For(Tensor parameter)
    {
        using IDisposable unwatched = no_grad();
        Tensor state = Single ? full([], Initial, dtype: ScalarType.Float64, device: parameter.device) : full_like(parameter, Initial);
        return state.DetachFromDisposeScope();
    }
}
