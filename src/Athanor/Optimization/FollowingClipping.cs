using TorchSharp.Modules;

namespace Athanor.Optimization;

/// <summary>Clipping by norm whose bound follows the norms of the training; the norm is of order 2 and runs over all parameters together.</summary>
public abstract record FollowingClipping : ClippingSpec
{
    /// <inheritdoc/>
    public abstract override ClippingBound NewBound();

    /// <summary>Refuses: without the norms of earlier updates there is no bound.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public sealed override void Clip(IEnumerable<Parameter> parameters) => throw new InvalidOperationException(
        $"{GetType().Name} follows the norms of earlier updates; keep what NewBound() gives for the whole training, and call Clip on it");
}
