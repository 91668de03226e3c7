using Athanor.Evaluation;
using CsCheck;

namespace Athanor.Tests.Evaluation;

public sealed class LogitsTests
{
    private static readonly Gen<double[]> Scores = Gen.Double[-50, 50].Array[1, 12];

    [Fact]
    public void The_textbook_s_numbers_come_out()
    {
        Assert.Equal(0.924142, Logits.Sigmoid(2.5), 6);
        Assert.Equal([0.021066, 0.140842, 0.003848, 0.770960, 0.063284], Logits.Softmax([1.2, 3.1, -0.5, 4.8, 2.3]).Select(p => Math.Round(p, 6)));
    }

    [Fact]
    public void Softmax_adds_up_to_1_and_keeps_the_order() => Scores.Sample(logits =>
    {
        double[] p = Logits.Softmax(logits);
        return Math.Abs(p.Sum() - 1) < 1e-12 && p[Logits.Largest(logits)] == p.Max() && p.All(each => each is >= 0 and <= 1);
    });

    [Fact]
    public void Adding_one_number_to_all_logits_changes_nothing() => Gen.Select(Scores, Gen.Double[-1000, 1000]).Sample((logits, shift) =>
        Logits.Softmax(logits).Zip(Logits.Softmax([.. logits.Select(x => x + shift)])).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9));

    [Fact]
    public void Two_classes_by_softmax_are_one_logit_by_sigmoid() => Gen.Double[-700, 700].Sample(x =>
        Math.Abs(Logits.Softmax([0, x])[1] - Logits.Sigmoid(x)) <= 1e-15 + (1e-12 * Logits.Sigmoid(x)));

    [Fact]
    public void Log_odds_undo_the_sigmoid() => Gen.Double[-300, 30].Sample(x => Math.Abs(Logits.LogOdds(Logits.Sigmoid(x)) - x) <= 1e-9 * Math.Max(1, Math.Exp(x)));

    [Fact]
    public void Logits_of_probabilities_have_those_as_their_softmax() => Scores.Sample(logits =>
    {
        double[] p = Logits.Softmax(logits);
        double[] back = Logits.OfProbabilities(p);
        return Math.Abs(back.Sum()) < 1e-9 && Logits.Softmax(back).Zip(p).All(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
    });

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_temperature_divides_the_log_ratios(double temperature) => Scores.Sample(logits =>
    {
        double[] cooled = Logits.LogSoftmax(logits, temperature);
        return Enumerable.Range(1, logits.Length - 1).All(i => Math.Abs(cooled[i] - cooled[0] - ((logits[i] - logits[0]) / temperature)) < 1e-9);
    });

    [Fact]
    public void Huge_logits_overflow_nowhere()
    {
        Assert.Equal([1, 0], Logits.Softmax([double.MaxValue, -double.MaxValue]));
        Assert.Equal([0.5, 0.5], Logits.Softmax([-double.MaxValue, -double.MaxValue]));
        Assert.Equal((1, 0), (Logits.Sigmoid(double.MaxValue), Logits.Sigmoid(-double.MaxValue)));
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (Logits.LogOdds(0), Logits.LogOdds(1)));
        Assert.Equal([0, -1e300], Logits.LogSoftmax([0, -1e300]));
    }

    [Fact]
    public void The_k_largest_come_first_and_of_equals_the_first()
    {
        Assert.Equal([3, 1], Logits.TopK([1.2, 3.1, -0.5, 4.8, 2.3], 2));
        Assert.Equal([0, 1, 2], Logits.TopK([7, 7, 7], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Logits.TopK([1, 2], 3));
    }

    [Fact]
    public void What_is_no_logit_or_probability_is_refused()
    {
        Assert.Contains("no logit", Assert.Throws<ArgumentException>(() => Logits.Softmax([])).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Logits.Softmax([1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Logits.Softmax([1, 2], 0));
        Assert.Throws<ArgumentException>(() => Logits.OfProbabilities([0.5, 0.6]));
        Assert.Throws<ArgumentException>(() => Logits.OfProbabilities([1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Logits.LogOdds(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Logits.LogOdds(double.NaN));
    }
}
