using Athanor.Evaluation;
using CsCheck;

namespace Athanor.Tests.Evaluation;

public sealed class MultipleComparisonsTests
{
    private static readonly Gen<double[]> P = Gen.Frequency((9, Gen.Double[0, 1]), (1, Gen.Const(double.NaN))).Array[0, 12];

    [Fact]
    public void Holm_never_lowers_a_p_and_keeps_their_order() => P.Sample(p =>
    {
        IReadOnlyList<double> holm = MultipleComparisons.Holm(p);
        var pairs = p.Zip(holm).Where(x => !double.IsNaN(x.First)).OrderBy(x => x.First).ToList();
        return pairs.All(x => x.Second >= x.First && x.Second <= 1) && pairs.Zip(pairs.Skip(1)).All(x => x.First.Second <= x.Second.Second);
    });

    [Fact]
    public void Holm_lies_between_Benjamini_Hochberg_and_Bonferroni() => P.Sample(p =>
        MultipleComparisons.BenjaminiHochberg(p).Zip(MultipleComparisons.Holm(p), MultipleComparisons.Bonferroni(p))
            .All(x => double.IsNaN(x.Second) || (x.First <= x.Second + 1e-15 && x.Second <= x.Third)));

    [Fact]
    public void What_is_not_a_number_stays_so_and_is_not_counted() => P.Sample(p =>
    {
        double[] numbers = Array.FindAll(p, x => !double.IsNaN(x));
        IReadOnlyList<double> holm = MultipleComparisons.Holm(p);
        return holm.Where(x => !double.IsNaN(x)).SequenceEqual(MultipleComparisons.Holm(numbers)) && holm.Count(double.IsNaN) == p.Length - numbers.Length;
    });

    [Fact]
    public void A_p_outside_0_to_1_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => MultipleComparisons.Holm([0.5, 1.5]));
}
