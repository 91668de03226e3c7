using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Models;
using Athanor.Native;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Tests.Training;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Models;

[Collection(AloneInProcess.Name)]
public sealed class ActivationCheckpointTests
{
    public static TheoryData<string> Parts => ["plain", "dropout", "batch norm", "nested", "autocast"];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Gradients_and_all_that_training_moves_are_bit_equal(string kind)
    {
        (byte[][] plain, long[] drawnPlain) = Train(kind, checkpoint: false);
        (byte[][] checkpointed, long[] drawn) = Train(kind, checkpoint: true);

        Assert.Equal(plain.Length, checkpointed.Length);
        Assert.All(plain.Zip(checkpointed), pair => Assert.Equal(pair.First, pair.Second));
        Assert.Equal(drawnPlain, drawn);
    }

    [Fact]
    public void An_input_that_needs_a_gradient_gets_it_and_one_that_does_not_stands_in_no_way()
    {
        using DisposeScope scope = NewDisposeScope();
        using var part = nn.Sequential(nn.Linear(4, 8), nn.GELU(), nn.Linear(8, 4));
        Tensor input = randn(3, 4, requires_grad: true);
        part.call(input).square().sum().backward();
        Tensor expected = input.grad!.clone();
        Tensor weight = part.parameters().First().grad!.clone();
        input.grad = null;
        part.zero_grad();
        ActivationCheckpoint.Call(part, input).square().sum().backward();
        Assert.True(input.grad!.Equals(expected));

        part.zero_grad();
        ActivationCheckpoint.Call(part, input.detach()).square().sum().backward();
        Assert.True(part.parameters().First().grad!.Equals(weight));
    }

    [Fact]
    public void Frozen_and_shared_parameters_and_gradients_that_were_there_come_out_right()
    {
        using DisposeScope scope = NewDisposeScope();
        using var part = nn.Sequential(("a", nn.Linear(4, 4)), ("b", nn.Tanh()), ("c", nn.Linear(4, 4)));
        part.named_parameters().First(p => p.name == "a.bias").parameter.requires_grad = false;
        Tensor input = randn(3, 4);
        Tensor[] Gradients(Func<Tensor, Tensor> call)
        {
            part.zero_grad();
            call(call(input)).square().sum().backward();
            call(input).sum().backward();
            return [.. part.parameters().Where(p => p.requires_grad).Select(p => p.grad!.clone())];
        }

        Tensor[] plain = Gradients(part.call), checkpointed = Gradients(x => ActivationCheckpoint.Call(part, x));
        Assert.Equal(3, plain.Length);
        Assert.All(plain.Zip(checkpointed), pair => Assert.True(pair.First.Equals(pair.Second)));
        Assert.Null(part.named_parameters().First(p => p.name == "a.bias").parameter.grad);
    }

    [Fact]
    public void A_part_may_read_two_tensors()
    {
        using DisposeScope scope = NewDisposeScope();
        using var part = nn.Bilinear(4, 5, 3);
        Tensor first = randn(2, 4, requires_grad: true), second = randn(2, 5);
        part.call(first, second).square().sum().backward();
        Tensor[] expected = [first.grad!.clone(), part.weight!.grad!.clone()];
        first.grad = null;
        part.zero_grad();
        ActivationCheckpoint.Call(part, first, second).square().sum().backward();

        Assert.True(first.grad!.Equals(expected[0]));
        Assert.True(part.weight!.grad!.Equals(expected[1]));
    }

    [Fact]
    public void A_wrapped_module_keeps_its_names_mode_and_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> Build() => nn.Sequential(("linear", nn.Linear(4, 4)), ("norm", nn.BatchNorm1d(4)), ("drop", nn.Dropout(0.5)));
        using var plain = nn.Sequential(("block", Build()));
        using var wrapped = nn.Sequential(("block", ActivationCheckpoint.Wrap(Build())));

        Assert.Equal(plain.named_parameters().Select(p => p.name), wrapped.named_parameters().Select(p => p.name));
        Assert.Equal(plain.named_buffers().Select(p => p.name), wrapped.named_buffers().Select(p => p.name));
        Assert.Equal(plain.state_dict().Keys, wrapped.state_dict().Keys);
        wrapped.load_state_dict(plain.state_dict());
        wrapped.eval();
        plain.eval();
        Tensor input = randn(3, 4);
        Assert.True(plain.call(input).Equals(wrapped.call(input)));
        wrapped.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, wrapped.call(input.to(ScalarType.Float64)).dtype);
    }

    [Fact]
    public void It_leaves_no_tensor_behind()
    {
        using var part = ActivationCheckpoint.Wrap(nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout(0.5)));
        long Alive()
        {
            using (DisposeScope scope = NewDisposeScope())
            {
                part.call(part.call(randn(3, 4))).sum().backward();
                part.zero_grad();
            }

            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }

        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal((before, before), (Alive(), Alive()));
    }

    public static TheoryData<string, Recipe, Recipe> Asking()
    {
        Recipe small = Recipes.Small with { Accumulation = 2, Regularization = new L2 { Lambda = 1e-3 } };
        var mlp = new MlpSpec { Hidden = [8, 8, 8, 8], Dropout = 0.2, Normalization = new BatchNorm() };
        var convnet = new ConvNetSpec { Channels = [4, 8], Dropout = 0.2, Normalization = new BatchNorm() };
        var resnet = new ResNetSpec { Widths = [4, 8], Dropout = 0.2 };
        Recipe images = small with { Data = new StrokeDigits { Samples = 100 }, Epochs = 1 };
        return new()
        {
            { "mlp", small with { Model = mlp }, small with { Model = mlp with { CheckpointActivations = true } } },
            { "residual mlp", small with { Model = mlp with { Residual = true } }, small with { Model = mlp with { Residual = true, CheckpointActivations = true } } },
            { "mlp in bf16", small with { Model = mlp, Precision = new Bf16() }, small with { Model = mlp with { CheckpointActivations = true }, Precision = new Bf16() } },
            { "no hidden layer", small with { Model = new MlpSpec { Hidden = [] } }, small with { Model = new MlpSpec { Hidden = [], CheckpointActivations = true } } },
            { "convnet", images with { Model = convnet }, images with { Model = convnet with { CheckpointActivations = true } } },
            { "resnet in bf16", images with { Model = resnet, Precision = new Bf16() }, images with { Model = resnet with { CheckpointActivations = true }, Precision = new Bf16() } },
        };
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public void A_recipe_that_asks_for_it_trains_to_the_same_weights_bit_for_bit(string name, Recipe plain, Recipe checkpointed)
    {
        Assert.True(Recipes.Train(plain).Weights.AsSpan().SequenceEqual(Recipes.Train(checkpointed).Weights), name);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void The_memory_kept_by_24_blocks_falls_by_more_than_60_percent(double dropout)
    {
        Assert.SkipUnless(NativeHeap.IsAvailable, "needs glibc's mallinfo2");
        var spec = new MlpSpec { Hidden = [.. Enumerable.Repeat(128, 48)], Residual = true, Dropout = dropout };
        (long plain, byte[][] expected) = Kept(spec);
        (long checkpointed, byte[][] actual) = Kept(spec with { CheckpointActivations = true });

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second));
        Assert.True(checkpointed < 0.4 * plain, $"{checkpointed:N0} of {plain:N0} bytes");
    }

    private static (long Bytes, byte[][] Gradients) Kept(MlpSpec spec)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        using var model = (nn.Module<Tensor, Tensor>)spec.Build(new TaskInfo(TaskKind.MultiClass, [128], 10), RecipePath.Root);
        Tensor input = randn(256, 128);
        model.call(input).sum().backward();
        model.zero_grad();
        manual_seed(2);
        long before = NativeHeap.BytesInUse()!.Value;
        Tensor loss;
        using (DisposeScope forward = NewDisposeScope())
        {
            loss = model.call(input).square().sum().MoveToOuterDisposeScope();
        }

        long kept = NativeHeap.BytesInUse()!.Value - before;
        loss.backward();
        return (kept, [.. model.parameters().Select(p => p.grad!.bytes.ToArray())]);
    }

    private static (byte[][] State, long[] Drawn) Train(string kind, bool checkpoint)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        nn.Module<Tensor, Tensor> Checked(nn.Module<Tensor, Tensor> part) => checkpoint ? ActivationCheckpoint.Wrap(part) : part;
        nn.Module<Tensor, Tensor> Block() => kind switch
        {
            "dropout" => nn.Sequential(nn.Linear(6, 6), nn.Dropout(0.3), nn.GELU()),
            "batch norm" => nn.Sequential(nn.Linear(6, 6), nn.BatchNorm1d(6), nn.Tanh()),
            "nested" => nn.Sequential(nn.Linear(6, 6), Checked(nn.Sequential(nn.Linear(6, 6), nn.BatchNorm1d(6), nn.Dropout(0.3))), nn.Tanh()),
            _ => nn.Sequential(nn.Linear(6, 6), nn.GELU()),
        };
        using var model = nn.Sequential(Checked(Block()), nn.Dropout(0.1), Checked(Block()), nn.Linear(6, 1));
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        Tensor input = randn(8, 6);
        for (int step = 0; step < 3; step++)
        {
            Tensor output;
            using (kind == "autocast" ? Autocast.Enter(DeviceType.CPU, ScalarType.BFloat16) : null)
            {
                output = model.call(input).@float();
            }

            optimizer.zero_grad();
            output.square().sum().backward();
            optimizer.step();
        }

        return ([.. model.state_dict().Values.Select(tensor => tensor.bytes.ToArray()), .. model.parameters().Select(p => p.grad!.bytes.ToArray())], [randint(long.MaxValue, 1).item<long>()]);
    }
}
