using Athanor.Optimization;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>Products and convolutions in float16, by libtorch's autocast, with a dynamic loss scale, because gradients below 6e-8 would be 0 and above 65504 infinite.</summary>
/// <remarks>
/// <para>An update whose gradient is not finite is skipped, counts as an update of the budget, and lowers the scale; while the scale is above 1 it is no
/// divergence. At a scale of 1 or less nothing is left that the scale could have caused, and it is one (PyTorch would go on skipping for ever).</para>
/// <para>The scale is that of the mean loss, as in PyTorch: a window's sums are divided by the power of 2 below the count of its first batch, which is exact.</para>
/// <para>Source: Micikevicius et al. 2018; rule and defaults of <c>torch.amp.GradScaler</c>.</para>
/// </remarks>
[Spec("fp16")]
public sealed record Fp16 : PrecisionSpec
{
    /// <summary>The first scale. Default 65536; greater than 0.</summary>
    public double InitScale { get; init; } = 65536;

    /// <summary>What the scale grows by. Default 2; greater than 1.</summary>
    public double GrowthFactor { get; init; } = 2;

    /// <summary>What the scale is multiplied by where a gradient was not finite. Default 0.5; within (0, 1).</summary>
    public double BackoffFactor { get; init; } = 0.5;

    /// <summary>Updates in a row without overflow before the scale grows. Default 2000; at least 1.</summary>
    public int GrowthInterval { get; init; } = 2000;

    /// <inheritdoc/>
    internal override ScalarType? Type => ScalarType.Float16;

    /// <inheritdoc/>
    internal override DynamicLossScale NewLossScale() => new(InitScale, GrowthFactor, BackoffFactor, GrowthInterval);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(InitScale);
        at.Require((float)InitScale is > 0 and <= float.MaxValue, $"{InitScale} is no float32 above 0", nameof(InitScale));
        at.Require(GrowthFactor > 1 && double.IsFinite(GrowthFactor), $"{GrowthFactor} does not grow; take a number above 1", nameof(GrowthFactor));
        at.Require(BackoffFactor is > 0 and < 1, $"{BackoffFactor} is not within (0, 1)", nameof(BackoffFactor));
        at.AtLeast(GrowthInterval, 1);
    }
}
