using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Data.Tasks;

/// <summary>Two rings around one centre, inner (1) and outer (0): yes or no, and no straight line tells. Inputs [2].</summary>
/// <remarks>The outer ring has radius 1; each point stands at a uniform angle, and each coordinate gets N(0, <see cref="Noise"/>). Samples alternate between the rings, or every (<see cref="Imbalance"/> + 1)-th is of the inner one.</remarks>
[Spec("circles")]
public sealed record Circles : GeneratedTask
{
    /// <summary>1,000 samples by default.</summary>
    public Circles() => Samples = 1000;

    /// <summary>Radius of the inner ring, that of the outer being 1. Default 0.5; within (0, 1).</summary>
    public double Factor { get; init; } = 0.5;

    /// <summary>Standard deviation of the noise on each coordinate. Default 0.1; 0 or greater.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>How many samples are of the outer ring for one of the inner: 19 makes the inner ring 5% of all. Default 1; a whole number, at least 1.</summary>
    public int Imbalance { get; init; } = 1;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.Require(Factor is > 0 and < 1, $"{Factor} is not within (0, 1)", nameof(Factor));
        at.NotNegative(Noise);
        at.AtLeast(Imbalance, 1);
    }

    /// <inheritdoc/>
    protected override DataSource Generate(CancellationToken cancellation)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor inputs = empty([Samples, 2], ScalarType.Float32);
        Tensor target = empty([Samples, 1], ScalarType.Float32);
        Span<float> points = HostTensor.Values<float>(inputs);
        Span<float> inner = HostTensor.Values<float>(target);
        for (int i = 0; i < Samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            SeededRandom random = RandomOf(i);
            bool isInner = i % (Imbalance + 1) == Imbalance;
            inner[i] = isInner ? 1 : 0;
            double radius = isInner ? Factor : 1;
            (double sin, double cos) = PortableMath.SinCos(random.NextUniform(0, 2 * Math.PI));
            points[2 * i] = (float)((radius * cos) + random.NextGaussian(Noise));
            points[(2 * i) + 1] = (float)((radius * sin) + random.NextGaussian(Noise));
        }

        var task = new TaskInfo(TaskKind.Binary, [2], 1) { ClassNames = ["outer", "inner"] };
        return new DataSource(task, new TensorDataset(inputs, target));
    }
}
