using Athanor.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Native;

[Collection(Training.AloneInProcess.Name)]
public sealed class AutocastTests
{
    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Products_are_cast_within_the_scope_and_weights_never(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using var linear = nn.Linear(4, 3);
        Tensor input = randn(2, 4);
        using (Autocast.Enter(DeviceType.CPU, type))
        {
            Tensor output = linear.call(input);
            Assert.Equal(type, output.dtype);
            output.@float().sum().backward();
        }

        Assert.Equal(ScalarType.Float32, linear.call(input).dtype);
        Assert.Equal(ScalarType.Float32, linear.weight!.dtype);
        Assert.Equal(ScalarType.Float32, linear.weight!.grad!.dtype);
    }

    [Fact]
    public void Nested_scopes_put_back_what_they_found()
    {
        Assert.Null(Autocast.Current(DeviceType.CPU));
        using (Autocast.Enter(DeviceType.CPU, ScalarType.BFloat16))
        {
            using (Autocast.Enter(DeviceType.CPU, ScalarType.Float16))
            {
                Assert.Equal(ScalarType.Float16, Autocast.Current(DeviceType.CPU));
                using (Autocast.Leave(DeviceType.CPU))
                {
                    Assert.Null(Autocast.Current(DeviceType.CPU));
                }

                Assert.Equal(ScalarType.Float16, Autocast.Current(DeviceType.CPU));
            }

            Assert.Equal(ScalarType.BFloat16, Autocast.Current(DeviceType.CPU));
        }

        Assert.Null(Autocast.Current(DeviceType.CPU));
    }

    [Fact]
    public void The_state_belongs_to_the_thread()
    {
        ScalarType? elsewhere = ScalarType.Byte;
        using (Autocast.Enter(DeviceType.CPU, ScalarType.BFloat16))
        {
            var other = new Thread(() => elsewhere = Autocast.Current(DeviceType.CPU));
            other.Start();
            other.Join();
        }

        Assert.Null(elsewhere);
    }

    [Fact]
    public void A_scope_forgets_the_cast_weights_so_that_the_next_sees_the_new_ones()
    {
        using DisposeScope scope = NewDisposeScope();
        using var linear = nn.Linear(4, 3);
        Tensor input = randn(2, 4);
        Tensor Cast()
        {
            using (Autocast.Enter(DeviceType.CPU, ScalarType.BFloat16))
            {
                return linear.call(input).@float();
            }
        }

        Tensor before = Cast();
        using (no_grad())
        {
            linear.weight!.mul_(2);
            linear.bias!.mul_(2);
        }

        Assert.True(Cast().allclose(before * 2, 1e-2, 1e-2));
    }

    [Fact]
    public void The_fused_kernels_compute_in_float32_under_autocast_too()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] gradients = [randn(40, 30), randn(30)];
        Tensor count = tensor(3f);
        Tensor[] outside = FusedKernels.Tensors("measure", gradients, count, null, null);
        Tensor[] inside;
        using (Autocast.Enter(DeviceType.CPU, ScalarType.BFloat16))
        {
            inside = FusedKernels.Tensors("measure", gradients, count, null, null);
        }

        Assert.All(outside.Zip(inside), pair => Assert.True(pair.First.dtype == pair.Second.dtype && pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void Only_16_bit_types_are_taken() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Autocast.Enter(DeviceType.CPU, ScalarType.Float32));

    [Theory]
    [InlineData("clear_cache")]
    [InlineData("set_autocast_enabled")]
    public void A_libtorch_that_lacks_an_export_is_refused_by_its_name(string missing)
    {
        string message = Assert.Throws<NotSupportedException>(() => new AutocastFunctions(name => name.Contains(missing, StringComparison.Ordinal) ? 0 : 1)).Message;
        Assert.Contains(missing, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Where_there_is_no_reason_against_it_autocast_is_there() => Assert.Equal(Autocast.IsAvailable, Autocast.WhyNot is null);
}
