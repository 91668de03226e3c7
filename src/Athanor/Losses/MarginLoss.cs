using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>What the hinge losses share: signs as targets, and by how much a score misses its margin.</summary>
public abstract record MarginLoss : LossSpec
{
    /// <summary>How far on the right side a score must be to cost nothing. Default 1; greater than 0.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>How the data write yes and no. Default plus-minus-one.</summary>
    public BinaryLabels Labels { get; init; }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Margin);

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => Labels == BinaryLabels.ZeroOne
        ? ((targets != 0).logical_and(targets != 1), "0 or 1")
        : (targets.abs() != 1, "1 or −1; where the data say 0 and 1, write labels: zero-one");

    /// <summary>max(0, margin − y·s), of the scores' shape.</summary>
    protected Tensor Missing(in LossInput x) =>
        functional.relu(Margin - ((Labels == BinaryLabels.ZeroOne ? (2 * x.Target) - 1 : x.Target) * x.Prediction));
}
