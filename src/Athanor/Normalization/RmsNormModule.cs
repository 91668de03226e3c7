using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>What <see cref="RmsNorm"/> builds.</summary>
internal sealed class RmsNormModule : Module<Tensor, Tensor>
{
    private readonly long[] _axes;
    private readonly long[] _scaleShape;
    private readonly double _eps;
    private readonly bool _affine;

    /// <param name="axes">What the mean square runs over.</param>
    /// <param name="scaleShape">The shape in which the scale meets the input.</param>
    /// <param name="weightShape">The shape in which it is kept.</param>
    /// <param name="eps">Added to the mean square.</param>
    /// <param name="affine">Whether there is a scale.</param>
    public RmsNormModule(long[] axes, long[] scaleShape, long[] weightShape, double eps, bool affine)
        : base(nameof(RmsNorm))
    {
        (_axes, _scaleShape, _eps, _affine) = (axes, scaleShape, eps, affine);
        if (affine)
        {
            this.AddParameter("weight", ones(weightShape));
        }
    }

    public override Tensor forward(Tensor input)
    {
        Tensor normal = input * (input.square().mean(_axes, keepdim: true) + _eps).rsqrt();
        return _affine ? normal * get_parameter("weight")!.view(_scaleShape) : normal;
    }
}
