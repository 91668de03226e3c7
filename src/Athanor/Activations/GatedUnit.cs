using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>A unit whose input is halved along <see cref="Axis"/> into a value (first) and a gate (second): value · f(gate).</summary>
/// <remarks>A layer in front of it is twice as wide, which built-in models see to: <c>hidden: [64]</c> is then a layer of 128 units, of which 64 values go on.</remarks>
public abstract record GatedUnit : ActivationSpec
{
    /// <summary>The axis that is halved; negative ones count from the last. Default null: that of the units, axis 1 behind the layers of built-in models, the last elsewhere.</summary>
    public long? Axis { get; init; }

    /// <inheritdoc/>
    public sealed override int WidthFactor => 2;

    /// <inheritdoc/>
    public sealed override Module<Tensor, Tensor> Build() => Along(Axis ?? -1);

    /// <inheritdoc/>
    public sealed override Module<Tensor, Tensor> BuildFor(long units) => Along(Axis ?? 1);

    /// <summary>f.</summary>
    protected abstract Tensor Gate(Tensor gate);

    private FunctionModule Along(long axis) => new(GetType().Name, input =>
    {
        if (input.shape[(int)(axis < 0 ? axis + input.dim() : axis)] % 2 != 0)
        {
            throw new ArgumentException($"axis {axis} of [{string.Join(", ", input.shape)}] can't be halved into value and gate; make the layer in front twice as wide", nameof(input));
        }

        Tensor[] halves = input.chunk(2, axis);
        return halves[0] * Gate(halves[1]);
    });
}
