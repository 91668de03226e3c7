using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Evaluation;

/// <summary>What a classifier gave for samples whose class is known, in double precision: what calibration is judged by and fitted on.</summary>
public sealed record LabelledLogits
{
    private readonly double[][] _rows;
    private readonly int[] _labels;

    /// <summary>Reads logits [samples, classes] and class indexes [samples]; of a yes or no, logits [samples] or [samples, 1] and labels 0 or 1, as the two classes 0 and x.</summary>
    /// <exception cref="ArgumentException">The two differ in samples, there is none, a logit is not finite, or a label is no class.</exception>
    public LabelledLogits(Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        using IDisposable scope = NewDisposeScope();
        long count = logits.dim() == 0 ? 0 : logits.shape[0];
        if (count == 0 || labels.numel() != count || logits.dim() > 2)
        {
            throw new ArgumentException($"logits [{string.Join(", ", logits.shape)}] and labels [{string.Join(", ", labels.shape)}]: a row of logits and a label for each of some samples are wanted", nameof(labels));
        }

        int columns = checked((int)(logits.numel() / count));
        double[] values = HostTensor.Values<double>(logits.detach().cpu().to_type(ScalarType.Float64).contiguous()).ToArray();
        _labels = [.. HostTensor.Values<long>(labels.detach().cpu().to_type(ScalarType.Int64).reshape(-1).contiguous()).ToArray().Select(label => (int)label)];
        _rows = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] row = values[(i * columns)..((i + 1) * columns)];
            _rows[i] = columns == 1 ? [0, row[0]] : row;
            _ = Logits.Largest(row);
            if (_labels[i] < 0 || _labels[i] >= _rows[i].Length)
            {
                throw new ArgumentException($"label {i} is {_labels[i]}; with {_rows[i].Length} classes labels are 0 … {_rows[i].Length - 1}", nameof(labels));
            }
        }
    }

    /// <summary>How many samples there are.</summary>
    public int Count => _rows.Length;

    /// <summary>The share of samples whose largest logit is the right one (of equals the first is taken).</summary>
    public double Accuracy => _rows.Zip(_labels).Average(pair => Logits.Largest(pair.First) == pair.Second ? 1.0 : 0.0);

    /// <summary>Each sample's logits and label.</summary>
    internal IEnumerable<(double[] Logits, int Label)> Samples => _rows.Zip(_labels);

    /// <summary>The mean negative logarithm of the right class's probability, in nats, at a temperature.</summary>
    public double LogLoss(double temperature = 1) => -Samples.Average(sample => Logits.LogSoftmax(sample.Logits, temperature)[sample.Label]);
}
