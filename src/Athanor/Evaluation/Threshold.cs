namespace Athanor.Evaluation;

/// <summary>The score from which on the answer is yes, chosen among the scores seen so that a metric is highest.</summary>
/// <param name="Value">Predict yes where the score is at least this.</param>
/// <param name="Score">What the metric reaches with it.</param>
public sealed record Threshold(double Value, double Score)
{
    // Two ways to one value differ in their last digits: what is no more than that apart is equal.
    private const double Tie = 1e-12;

    /// <summary>Chooses the threshold, on samples that the model did not learn from. Of equals the highest.</summary>
    /// <param name="scores">One a sample: logits or probabilities, it does not matter which.</param>
    /// <param name="labels">1 for yes, 0 for no.</param>
    /// <param name="criterion">What is made highest.</param>
    /// <exception cref="ArgumentException">The two differ in length, there is no sample, a score is NaN or a label is neither 0 nor 1.</exception>
    public static Threshold By(ThresholdCriterion criterion, IReadOnlyList<double> scores, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        if (scores.Count == 0 || scores.Count != labels.Count)
        {
            throw new ArgumentException($"{scores.Count} scores and {labels.Count} labels: one of each for every sample is wanted", nameof(labels));
        }

        if (scores.Any(double.IsNaN) || labels.Any(label => label is not (0 or 1)))
        {
            throw new ArgumentException("a score is NaN, or a label is neither 0 nor 1", nameof(scores));
        }

        int positives = labels.Count(label => label == 1);
        Threshold? best = null;
        (int hits, int predicted) = (0, 0);
        foreach (IGrouping<double, (double Score, int Label)> same in scores.Zip(labels).GroupBy(pair => pair.First).OrderByDescending(group => group.Key))
        {
            predicted += same.Count();
            hits += same.Count(pair => pair.Label == 1);
            double score = Measure(criterion, hits, predicted, positives, scores.Count);
            if (best is null || score > best.Score + Tie)
            {
                best = new Threshold(same.Key, score);
            }
        }

        return best!;
    }

    private static double Measure(ThresholdCriterion criterion, double hits, double predicted, double positives, double count)
    {
        double negatives = count - positives, rightNo = negatives - (predicted - hits);
        return criterion switch
        {
            ThresholdCriterion.F1 => Ratio(2 * hits, predicted + positives),
            ThresholdCriterion.Accuracy => (hits + rightNo) / count,
            ThresholdCriterion.BalancedAccuracy when positives == 0 => rightNo / negatives,
            ThresholdCriterion.BalancedAccuracy when negatives == 0 => hits / positives,
            ThresholdCriterion.BalancedAccuracy => ((hits / positives) + (rightNo / negatives)) / 2,
            _ => Ratio((hits * rightNo) - ((predicted - hits) * (positives - hits)), Math.Sqrt(predicted) * Math.Sqrt(positives) * Math.Sqrt(negatives) * Math.Sqrt(count - predicted)),
        };
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
