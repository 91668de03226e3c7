using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>Lengths and directions of rows that neither overflow nor have a gradient that is not a number.</summary>
internal static class Vectors
{
    /// <summary>The p-norm of the last axis. Where the row is 0 its gradient is 0, one of the subgradients.</summary>
    /// <remarks>Rows are measured in units of their largest element, whose square could overflow; the unit is a constant, since a norm is homogeneous.</remarks>
    public static Tensor Norm(Tensor rows, double p = 2, bool keepAxis = false)
    {
        Tensor unit = rows.detach().abs().amax([-1], keepdim: true);
        unit = where(unit == 0, ones_like(unit), unit);
        Tensor norm = linalg.vector_norm(rows / unit, p, [-1], keepAxis);
        return norm * (keepAxis ? unit : unit.squeeze(-1));
    }

    /// <summary>Rows of length 1 in the same direction; a row of 0 stays 0.</summary>
    public static Tensor Unit(Tensor rows)
    {
        Tensor norm = Norm(rows, 2, keepAxis: true);
        return rows / where(norm == 0, ones_like(norm), norm);
    }
}
