using Athanor.Tests.Data;
using Athanor.Training.Pretraining;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Tests.Training.Pretraining;

[Collection(AloneInProcess.Name)]
public sealed class AutoencoderLearnerTests : IDisposable
{
    private const int Inputs = 5;
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Linear _layer;
    private readonly Tensor _codes;

    public AutoencoderLearnerTests()
    {
        manual_seed(3);
        _layer = nn.Linear(Inputs, 3, dtype: ScalarType.Float64);
        _codes = rand([7, Inputs], ScalarType.Float64);
    }

    public void Dispose()
    {
        _layer.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_loss_has_the_gradient_of_its_differences(bool isUnitRange)
    {
        using AutoencoderLearner learner = Learner(isUnitRange);
        Tensor weight = _layer.weight!;
        Tensor corrupted = _codes * (rand_like(_codes) > 0.25);
        learner.Loss(_codes, corrupted).backward();

        const double Step = 1e-6;
        double[] gradient = weight.grad!.data<double>().ToArray();
        Assert.Contains(gradient, value => Math.Abs(value) > 1e-3);
        using var watched = no_grad();
        for (int i = 0; i < gradient.Length; i++)
        {
            Tensor entry = weight.view(-1)[i];
            entry.add_(Step);
            double above = learner.Loss(_codes, corrupted).item<double>();
            entry.sub_(2 * Step);
            double below = learner.Loss(_codes, corrupted).item<double>();
            entry.add_(Step);
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Without_corruption_and_of_one_sample_it_is_binary_cross_entropy_by_hand()
    {
        using var layer = nn.Linear(1, 1);
        using (no_grad())
        {
            layer.weight!.fill_(2);
            layer.bias!.fill_(-1);
        }

        using var learner = new AutoencoderLearner(new DenoisingAutoencoders(), new LayerToLearn(layer, nn.Sigmoid(), zeros(1), IsUnitRange: true));

        // The code is σ(2·0.75 − 1) = 0.6224593, its logit back 2 · 0.6224593: log(1 + e^1.2449186) − 0.75 · 1.2449186.
        Tensor sample = full([1, 1], 0.75f);
        Assert.Equal(Math.Log(1 + Math.Exp(1.2449186)) - (0.75 * 1.2449186), learner.Loss(sample, sample).item<float>(), 1e-6);
    }

    [Fact]
    public void The_decoder_is_the_encoder_transposed_and_learns_with_it()
    {
        using AutoencoderLearner learner = Learner(isUnitRange: true, new DenoisingAutoencoders { Optimizer = new Athanor.Optimization.Adam { Lr = 0.02 } });
        Tensor codes = _codes.round();
        double first = learner.Step(codes, 0).Loss;
        for (int i = 0; i < 1000; i++)
        {
            learner.Step(codes, 0);
        }

        Assert.InRange(learner.Loss(codes, codes).item<double>(), 0, first / 3);
    }

    [Fact]
    public void A_step_leaves_no_tensor_and_no_gradient_behind()
    {
        using AutoencoderLearner learner = Learner(isUnitRange: true);
        learner.Step(_codes, 0);
        long before = DataFixtures.Alive;
        for (int i = 0; i < 20; i++)
        {
            learner.Step(_codes, 0);
        }

        Assert.Equal(before, DataFixtures.Alive);
        Assert.Null(_layer.weight!.grad);
    }

    private AutoencoderLearner Learner(bool isUnitRange, DenoisingAutoencoders? spec = null) =>
        new(spec ?? new(), new LayerToLearn(_layer, nn.Sigmoid(), zeros(Inputs), isUnitRange));
}
