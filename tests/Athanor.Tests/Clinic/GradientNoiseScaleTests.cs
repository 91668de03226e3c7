using Athanor.Diagnosis;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic;

[Collection(GeneratorCollection.Name)]
public sealed class GradientNoiseScaleTests
{
    [Fact]
    public void Single_samples_against_the_whole_batch_are_the_per_sample_estimate()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        Tensor gradients = randn(16, 5, ScalarType.Float64) + 0.5;
        double[] single = [.. gradients.square().sum(1L).data<double>()];
        double[] whole = [.. Enumerable.Repeat(gradients.mean([0L]).square().sum().item<double>(), single.Length)];

        var samples = GradientNoiseScale.OfSamples(gradients);
        var two = GradientNoiseScale.OfTwoBatches(1, single, 16, whole);

        Assert.Equal(samples.TraceSigma, two.TraceSigma, 1e-10);
        Assert.Equal(samples.GradientNormSquared, two.GradientNormSquared, 1e-10);
        Assert.Equal(samples.NoiseScale, two.NoiseScale, 1e-8);
    }

    [Fact]
    public void Samples_that_agree_have_no_noise()
    {
        using DisposeScope scope = NewDisposeScope();
        var scale = GradientNoiseScale.OfSamples(ones(4, 3));

        Assert.Equal((3.0, 0.0, 0.0), (scale.GradientNormSquared, scale.TraceSigma, scale.NoiseScale));
    }

    [Fact]
    public void What_can_t_be_estimated_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => GradientNoiseScale.OfSamples(ones(1, 3)));
        Assert.Throws<ArgumentException>(() => GradientNoiseScale.OfSamples(ones(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientNoiseScale.OfTwoBatches(8, [1], 8, [1]));
        Assert.Throws<ArgumentException>(() => GradientNoiseScale.OfTwoBatches(1, [1], 8, [1, 2]));
        Assert.Throws<ArgumentException>(() => GradientNoiseScale.OfTwoBatches(1, [], 8, []));
    }
}
