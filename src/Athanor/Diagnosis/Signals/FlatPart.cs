using static TorchSharp.torch;

namespace Athanor.Diagnosis.Signals;

/// <summary>Where an activation is flat, so that no gradient passes.</summary>
internal enum FlatPart
{
    /// <summary>Nowhere: leaky ReLU, GELU, …</summary>
    None,

    /// <summary>Below 0, and exactly: ReLU.</summary>
    Below,

    /// <summary>On both sides of a range of width 1: sigmoid.</summary>
    OutsideUnit,

    /// <summary>On both sides of a range of width 2: tanh.</summary>
    OutsideSymmetric,
}

/// <summary>Tells flat parts by module and by output.</summary>
internal static class FlatParts
{
    /// <summary>Slope, as a share of the largest, below which a sigmoid or tanh counts as flat.</summary>
    private const double FlatSlope = 0.05;

    // sigmoid: 4·y(1−y) < slope ⇔ |y − ½| > ½·√(1 − slope); tanh: 1 − y² < slope.
    private static readonly float Edge = (float)Math.Sqrt(1 - FlatSlope);

    public static FlatPart Of(nn.Module module) => module switch
    {
        TorchSharp.Modules.ReLU or TorchSharp.Modules.ReLU6 => FlatPart.Below,
        TorchSharp.Modules.Sigmoid or TorchSharp.Modules.Hardsigmoid => FlatPart.OutsideUnit,
        TorchSharp.Modules.Tanh or TorchSharp.Modules.Hardtanh => FlatPart.OutsideSymmetric,
        _ => FlatPart.None,
    };

    /// <summary>Between which two outputs, both included, the function is steep; NaN lies nowhere.</summary>
    public static (float Least, float Greatest) SteepRange(FlatPart kind) => kind switch
    {
        FlatPart.Below => (float.Epsilon, float.PositiveInfinity),
        FlatPart.OutsideUnit => (0.5f - (Edge / 2), 0.5f + (Edge / 2)),
        FlatPart.OutsideSymmetric => (-Edge, Edge),
        _ => (float.NegativeInfinity, float.PositiveInfinity),
    };
}
