using Athanor.Activations;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Activations;

/// <summary>Every member that the catalogue finds, so that a new one is checked without a word here.</summary>
public sealed class ActivationGradientTests
{
    private static readonly long[][] Shapes = [[4], [3, 6], [2, 4, 2], [2, 4, 3, 2]];

    public static TheoryData<string> Members => [.. SpecCatalog.Members(typeof(ActivationSpec))
        .Where(member => member.Value.Assembly == typeof(ActivationSpec).Assembly).Select(member => member.Key)];

    [Theory]
    [MemberData(nameof(Members))]
    public void Gradients_equal_central_differences(string member)
    {
        using var generator = new Generator(7);
        foreach (long[] shape in Shapes)
        {
            using var scope = NewDisposeScope();
            ActivationSpec spec = Make(member);
            using Module<Tensor, Tensor> module = Ready(spec, ScalarType.Float64);
            Agree(module, randn(shape, ScalarType.Float64, generator: generator) * 3, generator);
            Agree(module, Edges(shape, spec.IsElementWise ? [80, -80, 1e30, -1e30, 1e-4] : [80, -80, 1e-4]), generator);
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Values_and_gradients_are_numbers_at_zeros_and_at_huge_inputs(string member)
    {
        foreach (ScalarType type in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            using Module<Tensor, Tensor> module = Ready(Make(member), type);
            Tensor input = tensor([0, -0.0, 80, -80, 1e15, -1e15, 1e30, -1e30, 0, 0, 1e30, 1e30, -1e30, -1e30, 3, -3, 1e30, 0], [3, 6], type);
            foreach (bool training in new[] { false, true })
            {
                module.train(training);
                using Tensor x = input.clone().requires_grad_();
                Tensor output = module.call(x);
                output.backward([ones_like(output)]);
                Assert.False(output.isnan().any().item<bool>(), $"{type}: {output.ToString(TorchSharp.TensorStringStyle.Julia)}");
                Assert.False(x.grad!.isnan().any().item<bool>(), $"{type}: {x.grad!.ToString(TorchSharp.TensorStringStyle.Julia)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_gives_the_shape_that_it_says_and_leaves_its_input_alone(string member)
    {
        using var scope = NewDisposeScope();
        ActivationSpec spec = Make(member);
        Tensor input = randn(3, 4 * spec.WidthFactor, 5, 6);
        Tensor before = input.clone();
        using Module<Tensor, Tensor> module = spec.BuildFor(4);
        Assert.Equal([3, 4, 5, 6], module.call(input).shape);
        Assert.True(before.allclose(input, 0, 0));
    }

    private static ActivationSpec Make(string member) => (ActivationSpec)Activator.CreateInstance(SpecCatalog.Members(typeof(ActivationSpec))[member])!;

    private static Module<Tensor, Tensor> Ready(ActivationSpec spec, ScalarType type)
    {
        Module<Tensor, Tensor> module = spec.Build();
        module.to(type);
        module.eval();
        return module;
    }

    private static Tensor Edges(long[] shape, double[] values) =>
        tensor([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => values[i % values.Length])], shape, ScalarType.Float64);

    private static void Agree(Module<Tensor, Tensor> module, Tensor input, Generator generator)
    {
        using Tensor x = input.clone().requires_grad_();
        Tensor output = module.call(x);
        Tensor upstream = randn(output.shape, ScalarType.Float64, generator: generator);
        output.backward([upstream]);
        double[] analytic = [.. x.grad!.flatten().data<double>()];
        double[] values = [.. input.flatten().data<double>()];
        using var frozen = no_grad();
        for (int i = 0; i < values.Length; i++)
        {
            using var scope = NewDisposeScope();
            double step = 1e-6 * Math.Max(1, Math.Abs(values[i]));
            double numeric = ((Shifted(step) - Shifted(-step)) * upstream).sum().item<double>() / (2 * step);
            Assert.True(Math.Abs(numeric - analytic[i]) <= 2e-6 * Math.Max(1, Math.Abs(analytic[i])), $"at {values[i]}: {analytic[i]}, by differences {numeric}");

            Tensor Shifted(double by)
            {
                Tensor moved = input.clone();
                moved.view(-1)[i] = values[i] + by;
                return module.call(moved);
            }
        }
    }
}
