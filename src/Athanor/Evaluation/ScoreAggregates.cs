namespace Athanor.Evaluation;

/// <summary>Summaries of scores of runs × tasks (one row a run, one column a task). Source: Agarwal et al. 2021 (rliable).</summary>
public static class ScoreAggregates
{
    /// <summary>The interquartile mean of all cells.</summary>
    public static double InterquartileMean(IReadOnlyList<double[]> scores) => Descriptive.InterquartileMean(Cells(scores));

    /// <summary>How far the scores stay below <paramref name="gamma"/>: the mean over all cells of max(0, gamma − score).</summary>
    public static double OptimalityGap(IReadOnlyList<double[]> scores, double gamma = 1) =>
        Descriptive.Mean(Array.ConvertAll(Cells(scores), score => Math.Max(0, gamma - score)));

    /// <summary>The mean over tasks of the chance that a run of a beats a run of b, ties counted half.</summary>
    /// <exception cref="ArgumentException">The tables have different tasks.</exception>
    public static double ProbabilityOfImprovement(IReadOnlyList<double[]> a, IReadOnlyList<double[]> b)
    {
        double[][] tasksA = Tasks(a);
        double[][] tasksB = Tasks(b);
        return tasksA.Length == tasksB.Length
            ? Descriptive.Mean([.. tasksA.Zip(tasksB, (x, y) => EffectSize.Superiority(x, y))])
            : throw new ArgumentException($"a has {tasksA.Length} tasks and b has {tasksB.Length}", nameof(b));
    }

    /// <summary>The share of all cells strictly above each of <paramref name="taus"/>.</summary>
    public static IReadOnlyList<double> RunScoreProfile(IReadOnlyList<double[]> scores, IReadOnlyList<double> taus) => Above(Cells(scores), taus);

    /// <summary>The share of tasks whose mean over runs lies strictly above each of <paramref name="taus"/>.</summary>
    public static IReadOnlyList<double> MeanScoreProfile(IReadOnlyList<double[]> scores, IReadOnlyList<double> taus) =>
        Above(Array.ConvertAll(Tasks(scores), task => Descriptive.Mean(task)), taus);

    private static double[] Above(double[] values, IReadOnlyList<double> taus) =>
        [.. taus.Select(tau => (double)values.Count(value => value > tau) / values.Length)];

    private static double[] Cells(IReadOnlyList<double[]> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return [.. scores.SelectMany(row => row)];
    }

    private static double[][] Tasks(IReadOnlyList<double[]> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        Check.AtLeast(scores.Count, 1, nameof(scores));
        return [.. Enumerable.Range(0, scores[0].Length).Select(task => scores.Select(row => row[task]).ToArray())];
    }
}
