namespace Athanor.Tests.Golden;

/// <summary>When a number agrees with its reference value: each folder's README states one of these conventions.</summary>
/// <param name="Allowed">The largest |actual − expected|, given the case and the expected number.</param>
internal sealed record GoldenTolerance(Func<GoldenCase, double, double> Allowed)
{
    /// <summary>golden/stats: t · max(1, |expected|); with an absoluteTolerance a, max(a, t · |expected|).</summary>
    public static GoldenTolerance Stats { get; } = new((golden, expected) => golden.AbsoluteTolerance is { } absolute
        ? Math.Max(absolute, golden.Tolerance * Math.Abs(expected))
        : golden.Tolerance * Math.Max(1, Math.Abs(expected)));

    /// <summary>golden/optim: absoluteTolerance + t · |expected|.</summary>
    public static GoldenTolerance Optim { get; } = new((golden, expected) =>
        (golden.AbsoluteTolerance ?? 0) + (golden.Tolerance * Math.Abs(expected)));

    /// <summary>Whether the two agree: NaN with NaN, an infinity with itself, numbers within the tolerance.</summary>
    public bool Agree(GoldenCase golden, double expected, double actual) =>
        expected.Equals(actual) || (double.IsFinite(expected) && Math.Abs(actual - expected) <= Allowed(golden, expected));
}
