namespace Athanor.Evaluation;

/// <summary>Between raw scores and probabilities, in double precision: what a model's logits mean, and back.</summary>
/// <remarks>
/// Stable for any finite logits, however large: the largest is subtracted before the exponential (softmax), and the exponential's argument is never positive
/// (sigmoid). Only differences of logits count for softmax, the sign and size of the one logit for sigmoid.
/// </remarks>
public static class Logits
{
    /// <summary>The probability of yes: 1 / (1 + exp(−x)).</summary>
    /// <param name="logit">Log-odds of yes: any number, the infinities included.</param>
    public static double Sigmoid(double logit)
    {
        double e = Math.Exp(-Math.Abs(logit));
        return logit >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>The logit of a probability, ln(p / (1 − p)): what <see cref="Sigmoid(double)"/> undoes. 0 and 1 give −∞ and +∞.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not within [0, 1].</exception>
    public static double LogOdds(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        return Math.Log(probability) - (probability > 0.5 ? Math.Log(1 - probability) : LogOneMinus(probability));
    }

    /// <summary>The probability of yes for each of several independent questions.</summary>
    public static double[] Sigmoid(ReadOnlySpan<double> logits)
    {
        double[] probabilities = new double[logits.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] = Sigmoid(logits[i]);
        }

        return probabilities;
    }

    /// <summary>The probabilities of classes that exclude each other: exp(x_i / T) / Σ exp(x_j / T); they add up to 1.</summary>
    /// <param name="logits">One a class, finite, at least one.</param>
    /// <param name="temperature">T: above 1 makes the answer less sure, below 1 surer, and never changes which class is the most probable. Default 1.</param>
    /// <exception cref="ArgumentException">There is no logit, one is not finite, or the temperature is not a finite number greater than 0.</exception>
    public static double[] Softmax(ReadOnlySpan<double> logits, double temperature = 1)
    {
        // Not the exponential of the log-softmax, which falls short of 1/2 where two logits are equal.
        (double[] probabilities, _) = Scores(logits, temperature);
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = Math.Exp(probabilities[i]);
            sum += probabilities[i];
        }

        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] /= sum;
        }

        return probabilities;
    }

    /// <summary>The logarithms of <see cref="Softmax"/>, exact also where a probability is too small for a number of its own.</summary>
    /// <inheritdoc cref="Softmax"/>
    public static double[] LogSoftmax(ReadOnlySpan<double> logits, double temperature = 1)
    {
        (double[] scores, double logSum) = Scores(logits, temperature);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] -= logSum;
        }

        return scores;
    }

    /// <summary>Logits whose softmax is <paramref name="probabilities"/>: their logarithms less the mean of those, so that they add up to 0.</summary>
    /// <exception cref="ArgumentException">A probability is not greater than 0, or they don't add up to 1 within 10⁻⁶.</exception>
    public static double[] OfProbabilities(ReadOnlySpan<double> probabilities)
    {
        double sum = 0;
        double[] logits = new double[probabilities.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            if (!(probabilities[i] > 0))
            {
                throw new ArgumentException($"probability {i} is {probabilities[i]}: only a probability greater than 0 has a finite logit", nameof(probabilities));
            }

            sum += probabilities[i];
            logits[i] = Math.Log(probabilities[i]);
        }

        if (!(Math.Abs(sum - 1) <= 1e-6))
        {
            throw new ArgumentException($"the probabilities add up to {sum}, not 1", nameof(probabilities));
        }

        double mean = logits.Average();
        return [.. logits.Select(logit => logit - mean)];
    }

    /// <summary>The index of the largest logit: the class that is predicted. Of equals the first.</summary>
    /// <exception cref="ArgumentException">There is no logit, or one is not finite.</exception>
    public static int Largest(ReadOnlySpan<double> logits)
    {
        if (logits.IsEmpty)
        {
            throw new ArgumentException("there is no logit", nameof(logits));
        }

        int largest = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            if (!double.IsFinite(logits[i]))
            {
                throw new ArgumentException($"logit {i} is {logits[i]}, which is not finite", nameof(logits));
            }

            largest = logits[i] > logits[largest] ? i : largest;
        }

        return largest;
    }

    /// <summary>The indexes of the <paramref name="k"/> largest logits, the largest first; of equals the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1 or above the number of logits.</exception>
    public static int[] TopK(ReadOnlySpan<double> logits, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, logits.Length);
        double[] scores = logits.ToArray();
        return [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(k)];
    }

    internal static void RequireTemperature(double temperature)
    {
        if (!(temperature > 0) || !double.IsFinite(temperature))
        {
            throw new ArgumentException($"temperature {temperature} is not a finite number greater than 0", nameof(temperature));
        }
    }

    /// <summary>The logits less the largest, divided by the temperature, and the logarithm of the sum of their exponentials.</summary>
    private static (double[] Scores, double LogSum) Scores(ReadOnlySpan<double> logits, double temperature)
    {
        double largest = logits[Largest(logits)];
        RequireTemperature(temperature);
        double[] scores = new double[logits.Length];
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            // Halves first: the difference of two huge logits of unlike sign would overflow, and infinity is the right answer only after the division.
            scores[i] = ((logits[i] / 2) - (largest / 2)) / temperature * 2;
            sum += Math.Exp(scores[i]);
        }

        return (scores, Math.Log(sum));
    }

    /// <summary>ln(1 − p), which loses no digits where p is small.</summary>
    private static double LogOneMinus(double p)
    {
        double rounded = 1 - p;
        return rounded == 1 ? -p : Math.Log(rounded) * p / (1 - rounded);
    }
}
