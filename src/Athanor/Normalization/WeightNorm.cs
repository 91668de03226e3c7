using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Each unit's weight is a direction and a length of its own, learned apart: w = g·v / ‖v‖. Activations are left alone.</summary>
/// <remarks>
/// <para>Wraps the layers that other members stand behind. A layer's parameters are then <c>direction</c> (v, the shape of the weight), <c>magnitude</c> (g, [units, 1, …])
/// and <c>bias</c>; at the start w is what the initializer drew. Independent of the batch; training and evaluation alike.</para>
/// <para>Source: Salimans &amp; Kingma 2016, eq. 2, without their data-dependent initialization.</para>
/// </remarks>
[Spec("weight")]
public sealed record WeightNorm : NormalizationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor>? BuildForFeatures(long features) => null;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor>? BuildForImages(long channels) => null;

    /// <inheritdoc/>
    /// <exception cref="RecipeException">A unit's weight starts at 0, which has no size to divide by.</exception>
    public override Module<Tensor, Tensor> Wrap(Module<Tensor, Tensor> layer) => new WeightNormLayer(layer);

    /// <summary>g·v / ‖v‖, the norm over all axes but <paramref name="axis"/>, or over all where it is null.</summary>
    internal static Tensor Weight(Tensor direction, Tensor magnitude, long? axis) => magnitude * direction / Length(direction, axis);

    /// <summary>‖v‖ with the axes that it runs over kept as 1; [1] over all.</summary>
    internal static Tensor Length(Tensor direction, long? axis) => axis is { } kept
        ? direction.square().sum([.. Enumerable.Range(0, (int)direction.dim()).Select(i => (long)i).Where(i => i != kept)], keepdim: true).sqrt()
        : direction.norm().view(1);
}
