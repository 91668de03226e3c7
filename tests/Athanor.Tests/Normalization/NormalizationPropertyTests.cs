using Athanor.Normalization;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Normalization;

/// <summary>What docs/guides/batch-or-layer-norm.md says of batch and layer normalization, on random shapes, data, g and b.</summary>
public sealed class NormalizationPropertyTests
{
    private static readonly Gen<(int Samples, int Features, double G, double B, long Seed)> Cases =
        Gen.Select(Gen.Int[3, 40], Gen.Int[3, 24], Gen.Double[0.2, 4], Gen.Double[-3, 3], Gen.Long[0, 1_000_000]);

    [Fact]
    public void Batch_normalization_gives_every_feature_mean_b_and_variance_g_squared() => Cases.Sample(
        c => HasMoments(Output(new BatchNorm { Eps = 1e-12 }, c), axis: 0, c.G, c.B), iter: 100, threads: 1);

    [Fact]
    public void Layer_normalization_gives_every_sample_mean_b_and_variance_g_squared() => Cases.Sample(
        c =>
        {
            HasMoments(Output(new LayerNorm { Eps = 1e-12, Affine = LayerNormAffine.Shared }, c), axis: 1, c.G, c.B);
            HasMoments(Output(new LayerNorm { Eps = 1e-12 }, c), axis: 1, c.G, c.B);
            HasMoments(Output(new LayerNorm { Eps = 1e-12, Affine = LayerNormAffine.None }, c), axis: 1, 1, 0);
        },
        iter: 100,
        threads: 1);

    [Fact]
    public void Batch_normalization_keeps_the_order_of_samples_within_each_feature() => Cases.Sample(
        c => Assert.True(KeepsOrder(Data(c), Output(new BatchNorm(), c), axis: 0)), iter: 100, threads: 1);

    [Fact]
    public void Layer_normalization_keeps_the_order_of_features_within_each_sample_where_scale_and_shift_are_shared_or_absent() => Cases.Sample(
        c =>
        {
            Assert.True(KeepsOrder(Data(c), Output(new LayerNorm { Affine = LayerNormAffine.Shared }, c), axis: 1));
            Assert.True(KeepsOrder(Data(c), Output(new LayerNorm { Affine = LayerNormAffine.None }, c), axis: 1));
        },
        iter: 100,
        threads: 1);

    [Fact]
    public void Each_breaks_the_order_that_the_other_keeps()
    {
        var c = (Samples: 64, Features: 16, G: 2.0, B: 0.5, Seed: 1L);
        using var scope = NewDisposeScope();
        Assert.False(KeepsOrder(Data(c), Output(new BatchNorm(), c), axis: 1));
        Assert.False(KeepsOrder(Data(c), Output(new LayerNorm { Affine = LayerNormAffine.Shared }, c), axis: 0));
        Assert.False(KeepsOrder(Data(c), Output(new LayerNorm { Affine = LayerNormAffine.None }, c), axis: 0));
    }

    [Fact]
    public void Layer_normalization_is_the_same_in_training_and_prediction_whatever_else_is_in_the_batch() => Cases.Sample(
        c =>
        {
            using var scope = NewDisposeScope();
            using Module<Tensor, Tensor> module = Ready(new LayerNorm { Affine = LayerNormAffine.Shared }, c);
            Tensor data = Data(c);
            Tensor training = module.call(data);
            module.eval();
            Assert.True(training.allclose(module.call(data), 0, 0));
            Assert.True(training[TensorIndex.Slice(0, 1)].allclose(module.call(data[TensorIndex.Slice(0, 1)]), 1e-12, 1e-12));
        },
        iter: 50,
        threads: 1);

    [Fact]
    public void Prediction_by_running_statistics_comes_closer_to_training_mode_with_every_batch_and_a_sample_kept_as_it_is_does_not()
    {
        using var scope = NewDisposeScope();
        var c = (Samples: 256, Features: 4, G: 2.0, B: 0.5, Seed: 3L);
        Tensor data = Data(c);
        using Module<Tensor, Tensor> running = Ready(new BatchNorm(), c);
        using Module<Tensor, Tensor> keeping = Ready(new BatchNorm { KeepSingleSample = true }, c);
        Tensor training = keeping.call(data);
        double Distance(Module<Tensor, Tensor> module, bool alone)
        {
            module.eval();
            Tensor prediction = alone ? cat([.. Enumerable.Range(0, 256).Select(i => module.call(data[TensorIndex.Slice(i, i + 1)]))]) : module.call(data);
            module.train();
            return (prediction - training).abs().max().item<double>();
        }

        running.call(data);
        double afterOne = Distance(running, alone: false);
        for (int i = 0; i < 200; i++)
        {
            running.call(data);
            keeping.call(data);
        }

        double afterMany = Distance(running, alone: false);
        double kept = Distance(keeping, alone: true);
        Assert.True(afterMany < 0.05 && afterMany < afterOne / 20, $"{afterOne} after one batch, {afterMany} after 201");
        Assert.Equal(afterMany, Distance(running, alone: true), 9);
        Assert.Equal(afterMany, Distance(keeping, alone: false), 9);
        Assert.True(kept > 1, $"a sample kept as it is differs by {kept}");
        keeping.eval();
        Assert.True(keeping.call(data[TensorIndex.Slice(0, 1)]).allclose(data[TensorIndex.Slice(0, 1)], 0, 0));
        TestContext.Current.TestOutputHelper?.WriteLine($"largest difference from training mode: {afterOne:0.00} after 1 batch, {afterMany:0.000} after 201, {kept:0.00} as it is");
    }

    /// <summary>Data whose features have unlike units: each its own scale and offset.</summary>
    private static Tensor Data((int Samples, int Features, double G, double B, long Seed) c)
    {
        using var generator = new Generator((ulong)c.Seed);
        Tensor scale = rand([c.Features], ScalarType.Float64, generator: generator) * 4 + 0.5;
        Tensor offset = randn([c.Features], ScalarType.Float64, generator: generator) * 5;
        return randn([c.Samples, c.Features], ScalarType.Float64, generator: generator) * scale + offset;
    }

    private static Module<Tensor, Tensor> Ready(NormalizationSpec spec, (int Samples, int Features, double G, double B, long Seed) c)
    {
        Module<Tensor, Tensor> module = spec.BuildForFeatures(c.Features)!;
        module.to(ScalarType.Float64);
        using var frozen = no_grad();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
        {
            parameter.fill_(name == "weight" ? c.G : c.B);
        }

        return module;
    }

    private static Tensor Output(NormalizationSpec spec, (int Samples, int Features, double G, double B, long Seed) c)
    {
        using Module<Tensor, Tensor> module = Ready(spec, c);
        return module.call(Data(c)).detach();
    }

    private static void HasMoments(Tensor output, long axis, double g, double b)
    {
        Assert.True((output.mean([axis]) - b).abs().max().item<double>() < 1e-9 * Math.Max(1, Math.Abs(b)) * 100);
        Assert.True((output.var(axis, unbiased: false) - (g * g)).abs().max().item<double>() < 1e-7 * g * g);
    }

    private static bool KeepsOrder(Tensor input, Tensor output, long axis) =>
        input.argsort(axis).eq(output.argsort(axis)).all().item<bool>();
}
