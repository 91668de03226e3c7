using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Athanor.Diagnosis.Signals;

/// <summary>A part of what an activation gave for a batch: enough samples and places to tell shares, means and which units live.</summary>
internal static class OutputSample
{
    /// <summary>Samples of the batch, its first ones: batches are shuffled.</summary>
    private const long MostSamples = 32;

    /// <summary>Numbers of an image's or a sequence's activation, from which on only every second, third, … place is looked at.</summary>
    private const long MostNumbers = 16_384;

    /// <summary>Takes the part out of an output: [samples, units, …], sharing its memory. It outlives the current dispose scope.</summary>
    public static Tensor Of(Tensor output)
    {
        Tensor part = output.detach();
        if (part.dim() == 0)
        {
            return part.DetachFromDisposeScope();
        }

        if (part.shape[0] > MostSamples)
        {
            part = part.narrow(0, 0, MostSamples);
        }

        // Places, evenly over all axes behind the units'.
        if (part.dim() > 2 && part.numel() > MostNumbers)
        {
            long step = (long)Math.Ceiling(Math.Pow((double)part.numel() / MostNumbers, 1.0 / (part.dim() - 2)));
            for (int axis = 2; axis < part.dim(); axis++)
            {
                part = part.slice(axis, 0, part.shape[axis], Math.Min(step, part.shape[axis]));
            }
        }

        return part.DetachFromDisposeScope();
    }

    /// <summary>What the numbers show, once they are read from the device.</summary>
    /// <param name="numbers">The part's numbers in order.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="kind">Where the activation is flat.</param>
    public static ActivationLook Look(ReadOnlySpan<float> numbers, ReadOnlySpan<long> shape, FlatPart kind)
    {
        if (numbers.IsEmpty)
        {
            return new ActivationLook(double.NaN, double.NaN, double.NaN, []);
        }

        double mean = Sum(numbers, 0, squares: false) / numbers.Length;
        double std = Math.Sqrt(Sum(numbers, (float)mean, squares: true) / numbers.Length);
        int units = shape.Length < 2 ? numbers.Length : (int)shape[1];
        int places = shape.Length < 2 ? 1 : (int)(numbers.Length / (shape[0] * shape[1]));
        (float Least, float Greatest) range = FlatParts.SteepRange(kind);
        int[] steep = places == 1 ? OverUnits(numbers, units, range) : OverPlaces(numbers, units, places, range);
        long all = 0;
        var alive = new bool[units];
        for (int unit = 0; unit < units; unit++)
        {
            all += steep[unit];
            alive[unit] = steep[unit] > 0;
        }

        return new ActivationLook(mean, std, 1 - ((double)all / numbers.Length), alive);
    }

    /// <summary>How many samples are steep, by unit, where units lie side by side.</summary>
    private static int[] OverUnits(ReadOnlySpan<float> numbers, int units, (float Least, float Greatest) range)
    {
        var steep = new int[units];
        Span<Vector<int>> counts = MemoryMarshal.Cast<int, Vector<int>>(steep.AsSpan());
        (Vector<float> least, Vector<float> greatest) = (new Vector<float>(range.Least), new Vector<float>(range.Greatest));
        for (int row = 0; row < numbers.Length; row += units)
        {
            ReadOnlySpan<float> values = numbers.Slice(row, units);
            ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
            for (int i = 0; i < vectors.Length; i++)
            {
                // A comparison gives −1 where it holds.
                counts[i] -= Vector.GreaterThanOrEqual(vectors[i], least) & Vector.LessThanOrEqual(vectors[i], greatest);
            }

            for (int unit = vectors.Length * Vector<float>.Count; unit < units; unit++)
            {
                steep[unit] += values[unit] >= range.Least && values[unit] <= range.Greatest ? 1 : 0;
            }
        }

        return steep;
    }

    /// <summary>How many places are steep, by unit, where a unit's places lie side by side.</summary>
    private static int[] OverPlaces(ReadOnlySpan<float> numbers, int units, int places, (float Least, float Greatest) range)
    {
        var steep = new int[units];
        (Vector<float> least, Vector<float> greatest) = (new Vector<float>(range.Least), new Vector<float>(range.Greatest));
        for (int start = 0, unit = 0; start < numbers.Length; start += places, unit = unit + 1 == units ? 0 : unit + 1)
        {
            ReadOnlySpan<float> values = numbers.Slice(start, places);
            ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
            Vector<int> counts = Vector<int>.Zero;
            foreach (Vector<float> vector in vectors)
            {
                counts -= Vector.GreaterThanOrEqual(vector, least) & Vector.LessThanOrEqual(vector, greatest);
            }

            int count = Vector.Sum(counts);
            for (int place = vectors.Length * Vector<float>.Count; place < places; place++)
            {
                count += values[place] >= range.Least && values[place] <= range.Greatest ? 1 : 0;
            }

            steep[unit] += count;
        }

        return steep;
    }

    /// <summary>Sum of the numbers, or of the squares of how far they lie from <paramref name="from"/>.</summary>
    private static double Sum(ReadOnlySpan<float> numbers, float from, bool squares)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        Vector<float> sum = Vector<float>.Zero;
        foreach (Vector<float> vector in vectors)
        {
            Vector<float> away = vector - new Vector<float>(from);
            sum += squares ? away * away : away;
        }

        double all = Vector.Sum(sum);
        foreach (float number in numbers[(vectors.Length * Vector<float>.Count)..])
        {
            double away = number - from;
            all += squares ? away * away : away;
        }

        return all;
    }
}
