using static TorchSharp.torch;

namespace Athanor.Benchmarks;

/// <summary>Forward and backward alone of a ReLU perceptron on batches that lie in memory, as one TorchScript function: what no trainer can do without.</summary>
internal sealed class Yardstick : IDisposable
{
    private const string Source = """
        def forward_backward(x: Tensor, y: Tensor, p: List[Tensor]):
            h = x
            n = len(p) // 2
            for i in range(n - 1):
                h = torch.relu(torch.linear(h, p[2 * i], p[2 * i + 1]))
            loss = torch.cross_entropy_loss(torch.linear(h, p[2 * n - 2], p[2 * n - 1]), y)
            return torch.grad([loss], p)[0]

        """;

    private readonly jit.CompilationUnit _unit = jit.compile(Source);
    private readonly object[][] _batches;

    /// <summary>Over (inputs, target) in successive batches; <paramref name="sizes"/> are those of the layers, inputs and outputs included.</summary>
    public Yardstick(Tensor inputs, Tensor target, int batchSize, int[] sizes)
    {
        Tensor[] parameters = [.. sizes.Zip(sizes.Skip(1)).SelectMany(Layer)];
        _batches = [.. inputs.split(batchSize).Zip(target.split(batchSize)).Select(batch => (object[])[batch.First.clone(), batch.Second.clone(), parameters])];
    }

    /// <summary>One pass over all batches.</summary>
    public void Run()
    {
        foreach (object[] batch in _batches)
        {
            using (NewDisposeScope())
            {
                _unit.invoke("forward_backward", batch);
            }
        }
    }

    public void Dispose() => _unit.Dispose();

    private static Tensor[] Layer((int Inputs, int Outputs) size) =>
        [(randn(size.Outputs, size.Inputs) * Math.Sqrt(2.0 / size.Inputs)).requires_grad_(), zeros(size.Outputs).requires_grad_()];
}
