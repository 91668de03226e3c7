using Athanor.Normalization;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Normalization;

/// <summary>Every member that the catalogue finds, so that a new one is checked without a word here.</summary>
[Collection(nameof(GeneratorCollection))]
public sealed class NormalizationGradientTests
{
    private const int Units = 16;

    public static TheoryData<string> Members => [.. SpecCatalog.Members(typeof(NormalizationSpec))
        .Where(member => member.Value.Assembly == typeof(NormalizationSpec).Assembly).Select(member => member.Key)];

    [Theory]
    [MemberData(nameof(Members))]
    public void Gradients_of_input_and_parameters_equal_central_differences(string member)
    {
        manual_seed(11);
        foreach (bool training in new[] { true, false })
        {
            foreach (bool images in new[] { false, true })
            {
                using var scope = NewDisposeScope();
                if (Layer(Make(member), images) is not { } module)
                {
                    continue;
                }

                module.to(ScalarType.Float64);
                Frozen(module, training);
                long[] shape = images ? [3, Units, 2, 2] : [4, Units];
                Agree(module, randn(shape, ScalarType.Float64) * 2);
                Agree(module, randn(shape, ScalarType.Float64) * 40 + 80);
                module.Dispose();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Values_and_gradients_are_numbers_for_zeros_ties_and_huge_inputs(string member)
    {
        foreach (bool training in new[] { true, false })
        {
            foreach (bool images in new[] { false, true })
            {
                foreach (double value in new[] { 0, 80, -80, 1e30, -1e30 })
                {
                    using var scope = NewDisposeScope();
                    if (Layer(Make(member), images) is not { } module)
                    {
                        continue;
                    }

                    module.to(ScalarType.Float64);
                    module.train(training);
                    long[] shape = images ? [3, Units, 2, 2] : [4, Units];
                    Tensor ties = full(shape, value, ScalarType.Float64);
                    Tensor mixed = ties.clone();
                    mixed.view(-1)[TensorIndex.Slice(null, null, 3)] = 0;
                    foreach (Tensor start in new[] { ties, mixed })
                    {
                        using Tensor input = start.clone().requires_grad_();
                        Tensor output = module.call(input);
                        output.sum().backward();
                        Assert.False(output.isnan().any().item<bool>(), $"{value}, training {training}, images {images}");
                        Assert.False(input.grad!.isnan().any().item<bool>(), $"gradient at {value}, training {training}, images {images}");
                    }

                    module.Dispose();
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_mixes_samples_while_training_exactly_where_it_says_so(string member)
    {
        manual_seed(2);
        using var scope = NewDisposeScope();
        NormalizationSpec spec = Make(member);
        if (Layer(spec, images: true) is not { } module)
        {
            return;
        }

        // Two copies in one, so that power iteration has settled before.
        Tensor input = randn(4, Units, 3, 3);
        for (int i = 0; i < 60; i++)
        {
            module.call(input);
        }

        Tensor together = module.call(input)[TensorIndex.Slice(0, 2)];
        Tensor apart = module.call(input[TensorIndex.Slice(0, 2)]);
        Assert.Equal(spec.MixesSamples, !together.allclose(apart, 1e-3, 1e-4));
        module.Dispose();
    }

    internal static NormalizationSpec Make(string member) =>
        (NormalizationSpec)Activator.CreateInstance(SpecCatalog.Members(typeof(NormalizationSpec))[member])!;

    /// <summary>What the member makes of a layer: the module behind it, or the layer itself, wrapped; null where it does neither, or can't.</summary>
    private static Module<Tensor, Tensor>? Layer(NormalizationSpec spec, bool images)
    {
        try
        {
            spec.CheckUnits(Units, images, RecipePath.Root);
        }
        catch (RecipeException)
        {
            return null;
        }

        Module<Tensor, Tensor> plain = images ? Conv2d(Units, 4, 1) : Linear(Units, 4);
        Module<Tensor, Tensor> wrapped = spec.Wrap(plain);
        return wrapped != plain ? wrapped : images ? spec.BuildForImages(Units) : spec.BuildForFeatures(Units);
    }

    /// <summary>Without power iteration and running statistics, which would make another function of the module at every call.</summary>
    private static void Frozen(Module<Tensor, Tensor> module, bool training) => module.train(training && module is not SpectralNormLayer);

    private static void Agree(Module<Tensor, Tensor> module, Tensor start)
    {
        using Tensor input = start.clone().requires_grad_();
        module.zero_grad();
        Tensor output = module.call(input);
        Tensor upstream = randn(output.shape, ScalarType.Float64);
        output.backward([upstream]);
        foreach ((string name, Tensor value, Tensor gradient) in module.named_parameters().Select(p => (p.name, (Tensor)p.parameter, p.parameter.grad!)).Prepend(("input", input, input.grad!)))
        {
            double[] analytic = [.. gradient.flatten().data<double>()];
            for (int i = 0; i < analytic.Length; i += Math.Max(1, analytic.Length / 24))
            {
                double numeric = (Shifted(value, i, 1e-5) - Shifted(value, i, -1e-5)) / 2e-5;
                Assert.True(Math.Abs(numeric - analytic[i]) <= 1e-6 * Math.Max(1, Math.Abs(analytic[i])), $"{name}[{i}]: {analytic[i]}, by differences {numeric}");
            }
        }

        double Shifted(Tensor value, int index, double by)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            Tensor flat = value.detach().view(-1);
            double before = flat[index].item<double>();
            flat[index] = before + by;
            double sum = (module.call(input) * upstream).sum().item<double>();
            flat[index] = before;
            return sum;
        }
    }
}
