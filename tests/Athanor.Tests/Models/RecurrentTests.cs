using Athanor.Initialization;
using Athanor.Models;
using Athanor.Specs;
using CsCheck;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Models;

public sealed class RecurrentTests
{
    private static readonly Gen<(RecurrentCell Cell, int Layers, int[] Lengths)> Ragged = Gen.Select(
        Gen.Enum<RecurrentCell>(), Gen.Int[1, 2], Gen.Int[1, 7].Array[1, 5]);

    [Fact]
    public void A_ragged_batch_gives_what_each_sequence_gives_alone() =>
        Ragged.Sample(
            c =>
            {
                using var scope = NewDisposeScope();
                using Module model = Model(c.Cell, c.Layers);
                Tensor inputs = randn(c.Lengths.Length, 7, 3);
                Tensor together = model.Predict(ModelFixtures.Batch(inputs, Lengths(c.Lengths)));
                Tensor alone = cat([.. c.Lengths.Select((length, i) => model.Predict(ModelFixtures.Batch(inputs.narrow(0, i, 1).narrow(1, 0, length))))]);
                Assert.True(together.allclose(alone, rtol: 1e-4, atol: 1e-6));
            },
            iter: 60);

    [Fact]
    public void What_stands_behind_a_sequence_changes_neither_output_nor_gradient() =>
        Ragged.Sample(
            c =>
            {
                using var scope = NewDisposeScope();
                using Module model = Model(c.Cell, c.Layers);
                Tensor inputs = randn(c.Lengths.Length, 7, 3);
                Tensor padding = (arange(7) >= Lengths(c.Lengths).unsqueeze(1)).unsqueeze(2).expand(inputs.shape);
                (Tensor Output, Tensor[] Gradients) Run(double pad)
                {
                    model.zero_grad();
                    Tensor output = model.Predict(ModelFixtures.Batch(inputs.masked_fill(padding, pad), Lengths(c.Lengths)));
                    output.square().sum().backward();
                    return (output, [.. model.parameters().Select(p => p.grad!.clone())]);
                }

                var zeros = Run(0);
                foreach (double pad in new[] { 1e6, double.NaN })
                {
                    var other = Run(pad);
                    Assert.True(zeros.Output.eq(other.Output).all().item<bool>());
                    Assert.All(zeros.Gradients.Zip(other.Gradients), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
                }
            },
            iter: 40);

    [Theory]
    [InlineData(RecurrentCell.Rnn, 1)]
    [InlineData(RecurrentCell.Gru, 3)]
    [InlineData(RecurrentCell.Lstm, 4)]
    public void Parameters_are_those_of_the_closed_form(RecurrentCell cell, int gates)
    {
        using Module model = new RecurrentSpec { Cell = cell, Hidden = 64, Layers = 2 }.Build(ModelFixtures.Classes(1, 100, 2));
        long Layer(long inputs) => gates * 64 * (inputs + 64 + 2);
        Assert.Equal(Layer(2) + Layer(64) + 65, model.Parameters());
        Assert.Contains("cell.weight_ih_l0", model.ParameterNames());
    }

    [Fact]
    public void A_sequence_of_numbers_is_one_of_single_features()
    {
        using var scope = NewDisposeScope();
        using Module model = new RecurrentSpec { Hidden = 4 }.Build(ModelFixtures.Classes(2, 9));
        Tensor inputs = randn(3, 9);
        Assert.True(model.Predict(ModelFixtures.Batch(inputs)).eq(model.Predict(ModelFixtures.Batch(inputs.unsqueeze(2)))).all().item<bool>());
    }

    [Theory]
    [InlineData(RecurrentCell.Rnn)]
    [InlineData(RecurrentCell.Gru)]
    [InlineData(RecurrentCell.Lstm)]
    public void A_named_initializer_fills_every_matrix_and_leaves_the_biases_0(RecurrentCell cell)
    {
        using var scope = NewDisposeScope();
        using Module model = new RecurrentSpec { Cell = cell, Hidden = 5, Initialization = new Orthogonal() }.Build(ModelFixtures.Classes(2, 9, 3));
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            if (parameter.dim() == 2)
            {
                Tensor matrix = parameter.shape[0] < parameter.shape[1] ? parameter : parameter.T;
                Assert.True(matrix.matmul(matrix.T).allclose(eye(matrix.shape[0]), atol: 1e-5), name);
            }
            else
            {
                Assert.Equal(0, parameter.abs().max().item<float>());
            }
        }
    }

    [Fact]
    public void Inputs_that_are_no_sequences_are_refused()
    {
        var refusal = Assert.Throws<RecipeException>(() => new RecurrentSpec().Build(ModelFixtures.Classes(2, 1, 8, 8)));
        Assert.Equal("model: reads sequences, [time, features], but the data's inputs are [1, 8, 8]", refusal.Message);
    }

    [Fact]
    public void A_training_step_leaves_nothing_behind()
    {
        using Module model = Model(RecurrentCell.Lstm, 1);
        void Step()
        {
            using var scope = NewDisposeScope();
            model.Predict(ModelFixtures.Batch(randn(2, 7, 3), Lengths([3, 7]))).sum().backward();
        }

        Step();
        long before = ModelFixtures.Alive;
        Step();
        Assert.Equal(before, ModelFixtures.Alive);
    }

    private static Module Model(RecurrentCell cell, int layers) =>
        new RecurrentSpec { Cell = cell, Hidden = 5, Layers = layers }.Build(ModelFixtures.Classes(2, 7, 3));

    private static Tensor Lengths(int[] lengths) => tensor([.. lengths.Select(length => (long)length)]);
}
