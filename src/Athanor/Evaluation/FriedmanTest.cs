using MathNet.Numerics;

namespace Athanor.Evaluation;

/// <summary>Friedman's test: do several treatments, ranked within each block, differ at all?</summary>
/// <param name="ChiSquared">The statistic, corrected for ties; NaN where every block is one tie.</param>
/// <param name="DegreesOfFreedom">Treatments − 1.</param>
/// <param name="P">From the χ² distribution.</param>
/// <param name="AverageRanks">Of each treatment; 1 is the largest score.</param>
public sealed record FriedmanTest(double ChiSquared, int DegreesOfFreedom, double P, IReadOnlyList<double> AverageRanks)
{
    /// <summary>Tests scores.</summary>
    /// <param name="scores">One row a block (data set, seed), one column a treatment; at least 2 rows and 2 columns.</param>
    /// <exception cref="ArgumentException">Too few, or rows of different length.</exception>
    public static FriedmanTest Of(IReadOnlyList<double[]> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        Check.AtLeast(scores.Count, 2, nameof(scores));
        int k = scores[0].Length;
        Check.AtLeast(k, 2, "scores[0]");
        int n = scores.Count;
        var rankSums = new double[k];
        double ties = 0;
        foreach (double[] row in scores)
        {
            if (row.Length != k)
            {
                throw new ArgumentException($"rows have {k} and {row.Length} scores; every block needs all treatments", nameof(scores));
            }

            Midranks ranks = Midranks.Of(Array.ConvertAll(row, score => -score));
            ties += ranks.TieCubes;
            for (int j = 0; j < k; j++)
            {
                rankSums[j] += 0.5 * ranks.Doubled[j];
            }
        }

        double uncorrected = (12.0 / ((double)n * k * (k + 1)) * rankSums.Sum(r => r * r)) - (3.0 * n * (k + 1));
        double chi2 = uncorrected / (1 - (ties / ((double)n * k * ((k * k) - 1))));
        double p = double.IsNaN(chi2) ? double.NaN : SpecialFunctions.GammaUpperRegularized(0.5 * (k - 1), 0.5 * Math.Max(0, chi2));
        return new FriedmanTest(chi2, k - 1, p, [.. rankSums.Select(r => r / n)]);
    }
}
