using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Data.Tasks;

/// <summary>A wavy surface to fit, with outliers among what is learned from and none in the test part: shows what an outlier costs each loss. Inputs [2].</summary>
/// <remarks>
/// y = sin(π x₁) + cos(π x₂)/2 with both inputs U(−1, 1), and N(0, <see cref="Noise"/>) on it. A share of the samples that training and validation are split from
/// are outliers: their target is moved up by <see cref="OutlierSize"/>. The task brings a test part of its own, half as many samples, without outliers.
/// </remarks>
[Spec("waves")]
public sealed record Waves : GeneratedTask
{
    /// <summary>1,000 samples by default.</summary>
    public Waves() => Samples = 1000;

    /// <summary>Standard deviation of the noise on the target. Default 0.1; 0 or greater.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>How likely a sample outside the test part is an outlier. Default 0; within [0, 1].</summary>
    public double Outliers { get; init; }

    /// <summary>By how much an outlier's target is moved. Default 5, where the surface lies within ±1.5.</summary>
    public double OutlierSize { get; init; } = 5;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.NotNegative(Noise);
        at.Within(Outliers, 0, 1);
    }

    /// <inheritdoc/>
    protected override DataSource Generate(CancellationToken cancellation)
    {
        TensorDataset samples = Draw(i => i, Samples, Outliers, cancellation);
        TensorDataset test = Draw(i => -1 - i, (Samples + 1) / 2, 0, cancellation);
        return new DataSource(new TaskInfo(TaskKind.Regression, [2], 1), samples, test);
    }

    private TensorDataset Draw(Func<long, long> index, int count, double outliers, CancellationToken cancellation)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor inputs = empty([count, 2], ScalarType.Float32);
        Tensor target = empty([count, 1], ScalarType.Float32);
        Span<float> points = HostTensor.Values<float>(inputs);
        Span<float> heights = HostTensor.Values<float>(target);
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            SeededRandom random = RandomOf(index(i));
            (double x, double y) = (random.NextUniform(-1, 1), random.NextUniform(-1, 1));
            double height = PortableMath.SinCos(Math.PI * x).Sin + (PortableMath.SinCos(Math.PI * y).Cos / 2) + random.NextGaussian(Noise);
            points[2 * i] = (float)x;
            points[(2 * i) + 1] = (float)y;
            heights[i] = (float)(random.NextUniform() < outliers ? height + OutlierSize : height);
        }

        return new TensorDataset(inputs, target);
    }
}
