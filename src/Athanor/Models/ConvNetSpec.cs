using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Normalization;
using Athanor.Specs;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>A convolutional network: convolutions (→ normalization → activation → max-pooling), then linear layers over what is left of the image.</summary>
/// <remarks>
/// <para>Reads images, [samples, channels, height, width] or [samples, height, width]; gives [samples, outputs].</para>
/// <para>Parameters: <c>convolution.0.weight</c>, <c>normalization.0.weight</c>, …, <c>head.0.weight</c>, …, <c>output.weight</c>. A convolution in front of a
/// normalization has no bias.</para>
/// </remarks>
[Spec("convnet")]
public sealed record ConvNetSpec : ModelSpec
{
    /// <summary>The convolutions' channels, first to last. Default [16, 32].</summary>
    public LayerSizes Channels { get; init; } = [16, 32];

    /// <summary>The kernels' height and width in pixels. Default 3; odd, so that the image keeps its size.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>Height and width that the max-pooling behind each convolution brings to one pixel. Default 2; 1 for none.</summary>
    public int Pooling { get; init; } = 2;

    /// <summary>The sizes of linear layers between the image and the output. Default none.</summary>
    public LayerSizes Head { get; init; } = [];

    /// <summary>The activation behind every convolution and every layer of the head. Default relu. In front of a gated one (glu, geglu, swiglu) layers are twice as wide, so that the sizes given go on.</summary>
    public ActivationSpec Activation { get; init; } = new ReLU();

    /// <summary>What stands between a convolution and its activation. Default none.</summary>
    public NormalizationSpec Normalization { get; init; } = new NoNormalization();

    /// <summary>The share of numbers that training leaves out at random in front of each linear layer. Default 0; within [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Whether what stands between a convolution's input and its pooled output is computed again in backward instead of kept. Default false; gradients are the same. See <see cref="ActivationCheckpoint"/>.</summary>
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
    public override int HiddenDepth => Channels.Count + Head.Count;

    /// <inheritdoc/>
    public override bool MixesSamples => Normalization.MixesSamples;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FurtherOutputs => [];

    /// <inheritdoc/>
    public override Module Build(TaskInfo task, RecipePath at) => new ConvNet(this, task, at);

    /// <inheritdoc/>
    public override ModelEstimate? Estimate(TaskInfo task)
    {
        (double channels, double height, double width) = Layers.Image(task, RecipePath.Root.Key("model"));
        (double parameters, double activations) = (0, 0);
        bool bias = Normalization is NoNormalization;
        foreach (int next in Channels)
        {
            double made = (double)next * Activation.WidthFactor;
            parameters += made * ((channels * Kernel * Kernel) + (bias ? 1 : 0));
            activations += (made + next) * height * width;
            (channels, height, width) = (next, Math.Floor(height / Pooling), Math.Floor(width / Pooling));
        }

        double features = channels * height * width;
        foreach (int next in Head)
        {
            double made = (double)next * Activation.WidthFactor;
            parameters += (features + 1) * made;
            activations += made + next;
            features = next;
        }

        return new ModelEstimate(parameters + ((features + 1) * task.Outputs), activations);
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(Kernel, 1);
        at.Require(Kernel % 2 == 1, $"{Kernel} is even; an odd kernel keeps the image's size", nameof(Kernel));
        at.AtLeast(Pooling, 1);
        at.WithinHalfOpen(Dropout, 0, 1);
        foreach (int channels in Channels)
        {
            Normalization.CheckUnits((long)channels * Activation.WidthFactor, hasPlaces: true, at.Key("normalization"));
        }
    }
}
