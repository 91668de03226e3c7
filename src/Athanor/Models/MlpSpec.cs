using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Normalization;
using Athanor.Specs;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>A multi-layer perceptron: hidden layers of linear → normalization → activation → dropout, and a linear output.</summary>
/// <remarks>
/// <para>Reads inputs of any shape, [samples, …], flattened to [samples, features]; gives [samples, outputs].</para>
/// <para>Parameters: <c>hidden.0.weight</c>, <c>hidden.0.bias</c>, <c>normalization.0.weight</c>, …, <c>output.weight</c>, <c>output.bias</c>.</para>
/// </remarks>
[Spec("mlp")]
public sealed record MlpSpec : ModelSpec
{
    /// <summary>The hidden layers' sizes, first to last. Default [64, 64]; may be empty, which leaves a linear model.</summary>
    public LayerSizes Hidden { get; init; } = [64, 64];

    /// <summary>The activation of every hidden layer. Default relu. In front of a gated one (glu, geglu, swiglu) layers are twice as wide, so that the sizes given go on.</summary>
    public ActivationSpec Activation { get; init; } = new ReLU();

    /// <summary>What stands between a hidden layer and its activation. Default none.</summary>
    public NormalizationSpec Normalization { get; init; } = new NoNormalization();

    /// <summary>Whether shortcuts lead around the hidden layers. Default false.</summary>
    /// <remarks>
    /// A shortcut adds a block's input to its output, h + f(h), behind the activation. A block is two successive hidden layers whose input and sizes are all
    /// equal; a layer of its input's size that finds no partner is a block alone. Layers that change the width have no shortcut.
    /// Source: He et al. 2016, without their projections.
    /// </remarks>
    public bool Residual { get; init; }

    /// <summary>The share of hidden units that training leaves out at random. Default 0; within [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Whether hidden activations are computed again in backward instead of kept. Default false.</summary>
    /// <remarks>
    /// The blocks (hidden layers, with <see cref="Residual"/> the blocks between shortcuts) are divided into runs of ⌈√blocks⌉, of which only the inputs are kept. Gradients
    /// are the same. See <see cref="ActivationCheckpoint"/>.
    /// </remarks>
    public bool CheckpointActivations { get; init; }

    /// <summary>How weights start. Default default, PyTorch's own.</summary>
    public InitializerSpec Initialization { get; init; } = new DefaultInitializer();

    /// <summary>What follows the output layer. Default identity, so that the model ends in logits.</summary>
    public ActivationSpec OutputActivation { get; init; } = new Identity();

    /// <inheritdoc/>
    public override ActivationSpec FinalActivation => OutputActivation;

    /// <inheritdoc/>
    public override ActivationSpec? HiddenActivation => Activation;

    /// <inheritdoc/>
    public override NormalizationSpec? HiddenNormalization => Normalization;

    /// <inheritdoc/>
    public override int HiddenDepth => Residual ? Math.Min(Hidden.Count, 2) : Hidden.Count;

    /// <inheritdoc/>
    public override bool MixesSamples => Normalization.MixesSamples;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FurtherOutputs => [];

    /// <inheritdoc/>
    public override Module Build(TaskInfo task, RecipePath at) => new Mlp(this, task);

    /// <inheritdoc/>
    public override ModelEstimate? Estimate(TaskInfo task)
    {
        (double parameters, double activations, double width) = (0, 0, Layers.Features(task));
        foreach (int size in Hidden)
        {
            double made = (double)size * Activation.WidthFactor;
            parameters += (width + 1) * made;
            activations += made + size;
            width = size;
        }

        return new ModelEstimate(parameters + ((width + 1) * task.Outputs), activations);
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.WithinHalfOpen(Dropout, 0, 1);
        foreach (int units in Hidden)
        {
            Normalization.CheckUnits((long)units * Activation.WidthFactor, hasPlaces: false, at.Key("normalization"));
        }
    }
}
