using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Data.Tasks;

/// <summary>Spiral arms wound into each other, one a class: needs a network that bends space. Inputs [2].</summary>
/// <remarks>
/// Archimedean: a point stands at radius r = √U(0, 1), so that arms are as dense outside as inside, and at the angle 2π·(<see cref="Turns"/>·r + arm/arms);
/// each coordinate gets N(0, <see cref="Noise"/>). Sample i is of arm i mod <see cref="Arms"/>. After Lang and Witbrock 1988, who had two arms of three turns.
/// </remarks>
[Spec("spirals")]
public sealed record Spirals : GeneratedTask
{
    /// <summary>1,000 samples by default.</summary>
    public Spirals() => Samples = 1000;

    /// <summary>How many arms, which are the classes. Default 2; at least 2.</summary>
    public int Arms { get; init; } = 2;

    /// <summary>How often an arm winds around the centre. Default 1.5; greater than 0.</summary>
    public double Turns { get; init; } = 1.5;

    /// <summary>Standard deviation of the noise on each coordinate; arms are 1/(turns·arms) apart. Default 0.02; 0 or greater.</summary>
    public double Noise { get; init; } = 0.02;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.AtLeast(Arms, 2);
        at.Require(Turns is > 0 and <= 100, $"{Turns} is not within (0, 100]", nameof(Turns));
        at.NotNegative(Noise);
    }

    /// <inheritdoc/>
    protected override DataSource Generate(CancellationToken cancellation)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor inputs = empty([Samples, 2], ScalarType.Float32);
        Tensor labels = empty([Samples], ScalarType.Int64);
        Span<float> points = HostTensor.Values<float>(inputs);
        Span<long> arms = HostTensor.Values<long>(labels);
        for (int i = 0; i < Samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            SeededRandom random = RandomOf(i);
            arms[i] = i % Arms;
            double radius = Math.Sqrt(random.NextUniform());
            (double sin, double cos) = PortableMath.SinCos(2 * Math.PI * ((Turns * radius) + ((double)arms[i] / Arms)));
            points[2 * i] = (float)((radius * cos) + random.NextGaussian(Noise));
            points[(2 * i) + 1] = (float)((radius * sin) + random.NextGaussian(Noise));
        }

        return new DataSource(new TaskInfo(TaskKind.MultiClass, [2], Arms), new TensorDataset(inputs, labels));
    }
}
