using System.Runtime.CompilerServices;

namespace Athanor.Evaluation;

/// <summary>The arguments that most statistics share, refused with their name and range.</summary>
internal static class Check
{
    /// <summary>Refuses what does not lie strictly between 0 and 1: a confidence or a level.</summary>
    public static void Probability(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && value < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it lies between 0 and 1");
        }
    }

    /// <summary>Refuses a sample that holds NaN or an infinity.</summary>
    public static void Finite(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; leave out what is not finite", name);
            }
        }
    }

    /// <summary>Refuses a sample that is too small.</summary>
    public static void AtLeast(int count, int minimum, string name)
    {
        if (count < minimum)
        {
            throw new ArgumentException($"{name} has {count} values; this needs at least {minimum}", name);
        }
    }
}
