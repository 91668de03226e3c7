using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Normalization;
using Athanor.Specs;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>A small residual network for images of 8 to 32 pixels: a stem, stages of residual blocks, the mean over the image, a linear output.</summary>
/// <remarks>
/// <para>Reads images, [samples, channels, height, width] or [samples, height, width]; gives [samples, outputs]. Each stage but the first halves height and width.</para>
/// <para>A block is convolution → normalization → activation → convolution → normalization, added to its input, → activation; where the shape changes, the input
/// goes through a convolution of one pixel and a normalization. Source: He et al. 2016, option B.</para>
/// <para>Parameters: <c>stem.weight</c>, <c>stemNormalization.weight</c>, <c>blocks.0.first.weight</c>, …, <c>output.weight</c>.</para>
/// </remarks>
[Spec("resnet")]
public sealed record ResNetSpec : ModelSpec
{
    /// <summary>The stages' channels. Default [16, 32, 64]; at least one.</summary>
    public LayerSizes Widths { get; init; } = [16, 32, 64];

    /// <summary>Residual blocks a stage. Default 1; at least 1.</summary>
    public int Blocks { get; init; } = 1;

    /// <summary>The stem's stride. Default 2, which on 28 pixels trains several times faster than 1 at the same accuracy; at least 1.</summary>
    public int StemStride { get; init; } = 2;

    /// <summary>The activation. Default relu. In front of a gated one (glu, geglu, swiglu) layers are twice as wide, so that the sizes given go on.</summary>
    public ActivationSpec Activation { get; init; } = new ReLU();

    /// <summary>What stands behind each convolution. Default batch.</summary>
    public NormalizationSpec Normalization { get; init; } = new BatchNorm();

    /// <summary>The share of features that training leaves out at random in front of the output layer. Default 0; within [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Whether each block's activations are computed again in backward instead of kept. Default false; gradients are the same. See <see cref="ActivationCheckpoint"/>.</summary>
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
    public override int HiddenDepth => 2;

    /// <inheritdoc/>
    public override bool MixesSamples => Normalization.MixesSamples;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FurtherOutputs => [];

    /// <inheritdoc/>
    public override Module Build(TaskInfo task, RecipePath at) => new ResNet(this, task, at);

    /// <inheritdoc/>
    public override ModelEstimate? Estimate(TaskInfo task)
    {
        (double inputs, double height, double width) = Layers.Image(task, RecipePath.Root.Key("model"));
        double bias = Normalization is NoNormalization ? 1 : 0;
        double channels = Widths[0];
        double parameters = channels * ((inputs * 9) + bias);
        double places = Math.Ceiling(height / StemStride) * Math.Ceiling(width / StemStride);
        double activations = 2 * channels * places;
        for (int stage = 0; stage < Widths.Count; stage++)
        {
            double next = Widths[stage];
            places = stage > 0 ? places / 4 : places;
            bool projects = stage > 0 || next != channels;
            parameters += (next * ((channels * 9) + bias)) + (next * ((next * 9) + bias)) + (projects ? next * (channels + bias) : 0);
            parameters += (Blocks - 1.0) * 2 * next * ((next * 9) + bias);
            activations += Blocks * 4.0 * next * places;
            channels = next;
        }

        return new ModelEstimate(parameters + ((channels + 1) * task.Outputs), activations);
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(Widths.Count > 0, "there is no stage; give at least one width", nameof(Widths));
        at.AtLeast(Blocks, 1);
        at.AtLeast(StemStride, 1);
        at.WithinHalfOpen(Dropout, 0, 1);
        foreach (int width in Widths)
        {
            Normalization.CheckUnits((long)width * Activation.WidthFactor, hasPlaces: true, at.Key("normalization"));
        }
    }
}
