using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Normalization;
using Athanor.Specs;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>Recurrent layers over a sequence, and a linear output of the state behind its last step.</summary>
/// <remarks>
/// <para>Reads [samples, time, features] or [samples, time]; gives [samples, outputs]. Where the batch has <c>lengths</c>, a sample's last step is that of its own
/// length, and what stands behind it (padding, even NaN) reaches neither output nor gradient.</para>
/// <para>Parameters: <c>cell.weight_ih_l0</c>, <c>cell.weight_hh_l0</c>, <c>cell.bias_ih_l0</c>, …, <c>normalization.weight</c>, <c>output.weight</c>; gates stacked as in PyTorch.</para>
/// </remarks>
[Spec("recurrent")]
public sealed record RecurrentSpec : ModelSpec
{
    /// <summary>The cell. Default lstm.</summary>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>Units a layer. Default 64; at least 1.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Layers, each reading the states of the one below. Default 1; at least 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The share of numbers that training leaves out at random between layers and in front of the output. Default 0; within [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>What stands between the last layer's states and the output: over the features of each step, and for <c>batch</c> over all steps of the batch.
    /// Default none.</summary>
    /// <remarks><c>batch</c> counts the steps behind a sample's end as well, <c>masked-batch</c> leaves them out. <c>weight</c> and <c>spectral</c> normalize the output layer's weight.</remarks>
    public NormalizationSpec Normalization { get; init; } = new NoNormalization();

    /// <summary>How weights start. Default default, PyTorch's own, which for recurrent layers is U(−1/√hidden, 1/√hidden). Others fill each stacked matrix, with gain 1.</summary>
    public InitializerSpec Initialization { get; init; } = new DefaultInitializer();

    /// <summary>What follows the output layer. Default identity, so that the model ends in logits.</summary>
    public ActivationSpec OutputActivation { get; init; } = new Identity();

    /// <inheritdoc/>
    public override ActivationSpec FinalActivation => OutputActivation;

    /// <inheritdoc/>
    public override NormalizationSpec? HiddenNormalization => Normalization;

    /// <inheritdoc/>
    public override bool MixesSamples => Normalization.MixesSamples;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FurtherOutputs => [];

    /// <inheritdoc/>
    public override Module Build(TaskInfo task, RecipePath at)
    {
        long features = task.InputShape switch
        {
            [_] => 1,
            [_, var width] => width,
            _ => throw at.Refusal("shape", $"reads sequences, [time, features], but the data's inputs are {task.InputShape}"),
        };
        return new Recurrent(this, features, task.Outputs);
    }

    /// <inheritdoc/>
    public override ModelEstimate? Estimate(TaskInfo task)
    {
        double gates = Cell switch { RecurrentCell.Lstm => 4, RecurrentCell.Gru => 3, _ => 1 };
        double features = task.InputShape is [_, var width] ? width : 1;
        double hidden = Hidden;
        double parameters = gates * hidden * ((features + hidden + 2) + ((Layers - 1.0) * (hidden + hidden + 2)));
        return new ModelEstimate(parameters + ((hidden + 1) * task.Outputs), task.InputShape[0] * (double)Layers * hidden * (gates + 1));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(Hidden, 1);
        at.AtLeast(Layers, 1);
        at.WithinHalfOpen(Dropout, 0, 1);
        Normalization.CheckUnits(Hidden, hasPlaces: false, at.Key("normalization"));
    }
}
