using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Data.Tasks;

/// <summary>Round clouds of points, one a class: the easiest task there is. Inputs [features].</summary>
/// <remarks>
/// The clouds' centres stand evenly on a circle of <see cref="Radius"/> in the first two features and at 0 in the others; around them every
/// feature is N(0, <see cref="Deviation"/>). Sample i is of class i mod <see cref="Classes"/>.
/// </remarks>
[Spec("blobs")]
public sealed record Blobs : GeneratedTask
{
    /// <summary>1,000 samples by default.</summary>
    public Blobs() => Samples = 1000;

    /// <summary>How many classes. Default 3; at least 2.</summary>
    public int Classes { get; init; } = 3;

    /// <summary>How many features a sample has. Default 2; at least 2.</summary>
    public int Features { get; init; } = 2;

    /// <summary>Distance of the clouds' centres from the origin. Default 4; greater than 0.</summary>
    public double Radius { get; init; } = 4;

    /// <summary>Standard deviation of each feature within a cloud. Default 1; 0 or greater.</summary>
    public double Deviation { get; init; } = 1;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.AtLeast(Classes, 2);
        at.AtLeast(Features, 2);
        at.Positive(Radius);
        at.NotNegative(Deviation);
    }

    /// <inheritdoc/>
    protected override DataSource Generate(CancellationToken cancellation)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor inputs = empty([Samples, Features], ScalarType.Float32);
        Tensor labels = empty([Samples], ScalarType.Int64);
        Span<float> values = HostTensor.Values<float>(inputs);
        Span<long> classes = HostTensor.Values<long>(labels);
        for (int i = 0; i < Samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            SeededRandom random = RandomOf(i);
            classes[i] = i % Classes;
            (double sin, double cos) = PortableMath.SinCos(2 * Math.PI * classes[i] / Classes);
            for (int f = 0; f < Features; f++)
            {
                double centre = f switch { 0 => Radius * cos, 1 => Radius * sin, _ => 0 };
                values[(i * Features) + f] = (float)(centre + random.NextGaussian(Deviation));
            }
        }

        return new DataSource(new TaskInfo(TaskKind.MultiClass, [Features], Classes), new TensorDataset(inputs, labels));
    }
}
