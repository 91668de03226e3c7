using System.Runtime.InteropServices;
using Athanor.Diagnosis.Signals;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic;

/// <summary>What a part of weights and outputs tells of the whole.</summary>
[Collection(GeneratorCollection.Name)]
public sealed class SampleTests
{
    public static TheoryData<long[], string> Outputs =>
    [
        .. from shape in new long[][] { [7], [7, 5], [32, 64], [9, 33], [3, 4, 9, 9], [2, 3, 17] }
           from kind in Enum.GetNames<FlatPart>()
           select (shape, kind),
    ];

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_look_is_what_the_tensors_own_statistics_say(long[] shape, string kindName)
    {
        FlatPart kind = Enum.Parse<FlatPart>(kindName);
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor output = kind switch { FlatPart.Below => randn(shape).relu(), FlatPart.OutsideUnit => (4 * randn(shape)).sigmoid(), _ => (3 * randn(shape)).tanh() };
        (float least, float greatest) = FlatParts.SteepRange(kind);
        Tensor steep = (output >= least).logical_and(output <= greatest);
        Tensor alive = shape.Length < 2 ? steep : steep.transpose(0, 1).flatten(1).any(1);

        ActivationLook look = OutputSample.Look(MemoryMarshal.Cast<byte, float>(output.bytes), shape, kind);

        Assert.Equal(output.mean().item<float>(), look.Mean, 1e-5);
        Assert.Equal(output.std(unbiased: false).item<float>(), look.Std, 1e-5);
        Assert.Equal(1 - steep.to_type(ScalarType.Float64).mean().item<double>(), look.Flat, 1e-12);
        Assert.Equal(alive.data<bool>().ToArray(), look.Alive);
    }

    [Fact]
    public void Of_a_large_output_the_first_samples_and_every_so_many_th_place_are_looked_at()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal([32L, 100], OutputSample.Of(zeros(64, 100)).shape);
        Assert.Equal([8L, 16, 6, 6], OutputSample.Of(zeros(8, 16, 6, 6)).shape);
        Tensor part = OutputSample.Of(zeros(64, 16, 28, 28));
        Assert.Equal([32L, 16], part.shape[..2]);
        Assert.InRange(part.numel(), 4096, 2 * 16_384);
    }

    [Theory]
    [InlineData(64, 784)]
    [InlineData(10, 64)]
    [InlineData(512, 512)]
    [InlineData(256, 257)]
    public void A_part_of_the_weights_tells_their_norm_and_how_far_they_went(long rows, long columns)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        // Every second column stands still, as behind inputs that are always 0.
        Tensor moves = (arange(columns) % 2).to_type(ScalarType.Float32);
        using var parameter = new Parameter(randn(rows, columns));
        WatchedLayer[] layers = [new("hidden", [0], rows * columns, 1, false, false)];
        using var sample = new WeightSample(layers, [("hidden.weight", parameter)]);
        Watched.ReadAlone(sample);
        double norm = parameter.detach().norm().item<float>();
        Tensor step = 0.01 * randn(rows, columns) * moves;
        using (no_grad())
        {
            parameter.add_(step);
        }

        Watched.ReadAlone(sample);
        (double sampled, double ratio) = Assert.Single(sample.Compare(layers));

        Assert.InRange(sampled / norm, 0.9, 1.1);
        Assert.InRange(ratio / (step.norm().item<float>() / norm), 0.85, 1.15);
    }

    [Fact]
    public void Weights_that_stood_still_went_nowhere_and_those_of_0_have_no_ratio()
    {
        using DisposeScope scope = NewDisposeScope();
        using var ones = new Parameter(torch.ones(3, 3));
        using var nothing = new Parameter(zeros(3, 3));
        WatchedLayer[] layers = [new("a", [0], 9, 1, false, false), new("b", [1], 9, 1, false, false)];
        using var sample = new WeightSample(layers, [("a.weight", ones), ("b.weight", nothing)]);
        Watched.ReadAlone(sample);
        Watched.ReadAlone(sample);

        Assert.Equal([(3.0, 0.0), (0.0, 0.0)], sample.Compare(layers));
    }
}
