using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Data.Tasks;

/// <summary>The adding problem: a sequence of numbers of which two are marked; the answer is their sum. Inputs [length, 2], target [1].</summary>
/// <remarks>
/// <para>
/// Each step holds a number U(0, 1) and a marker, 1 at two steps and 0 elsewhere: one in the first half of the sequence, one in the second. Who predicts 1
/// always has an expected squared error of 1/6, the variance of the sum of two such numbers: to do better, a network must remember over the gap.
/// </para>
/// <para>
/// Source: Hochreiter and Schmidhuber 1997, experiment 4. Deviations: numbers in (0, 1) instead of (−1, 1) and the plain sum as target, the form that became usual
/// (Le et al. 2015); markers in the halves; all sequences equally long unless <see cref="Ragged"/>.
/// </para>
/// </remarks>
[Spec("adding")]
public sealed record Adding : GeneratedTask
{
    /// <summary>10,000 samples by default.</summary>
    public Adding() => Samples = 10_000;

    /// <summary>Steps of a sequence (of the longest, if ragged). Default 100; at least 2.</summary>
    public int Length { get; init; } = 100;

    /// <summary>
    /// Whether lengths differ, uniform among half the length … the length: then batches have the field <c>lengths</c> and zeros stand after a sequence's end. Default false.
    /// </summary>
    public bool Ragged { get; init; }

    /// <summary>None: numbers and markers are of the right size as they are.</summary>
    public override StandardizationSpec DefaultStandardization() => new NoStandardization();

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.AtLeast(Length, 2);
    }

    /// <inheritdoc/>
    protected override DataSource Generate(CancellationToken cancellation)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor inputs = zeros([Samples, Length, 2], ScalarType.Float32);
        Tensor target = empty([Samples, 1], ScalarType.Float32);
        Tensor lengths = empty([Samples], ScalarType.Int64);
        Span<float> steps = HostTensor.Values<float>(inputs);
        Span<float> sums = HostTensor.Values<float>(target);
        Span<long> ends = HostTensor.Values<long>(lengths);
        int shortest = Math.Max(2, (Length + 1) / 2);
        for (int i = 0; i < Samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            SeededRandom random = RandomOf(i);
            int length = Ragged ? shortest + (int)random.NextBelow(Length - shortest + 1) : Length;
            int half = length / 2;
            int first = (int)random.NextBelow(half);
            int second = half + (int)random.NextBelow(length - half);
            Span<float> sequence = steps.Slice(i * Length * 2, length * 2);
            for (int t = 0; t < length; t++)
            {
                sequence[2 * t] = (float)random.NextUniform();
            }

            sequence[(2 * first) + 1] = 1;
            sequence[(2 * second) + 1] = 1;
            sums[i] = sequence[2 * first] + sequence[2 * second];
            ends[i] = length;
        }

        KeyValuePair<string, Tensor>[] fields = [new(BatchFields.Inputs, inputs), new(BatchFields.Target, target), new(BatchFields.Lengths, lengths)];
        return new DataSource(new TaskInfo(TaskKind.Regression, [Length, 2], 1), new TensorDataset(Ragged ? fields : fields[..2]));
    }
}
