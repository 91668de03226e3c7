using Athanor.Reporting;

namespace Athanor.Tests.Reporting;

internal static class SampleCharts
{
    public static LineChart Curves() => new(
        "Learning curves",
        new LineSeries("A (baseline)", [new(1, 0.10, 0.08, 0.12), new(2, 0.11, 0.09, 0.13), new(3, double.NaN), new(4, 0.12, 0.1, 0.14), new(5, 0.12, 0.1, 0.14)]),
        new LineSeries("A+relu", [new(2, 0.5), new(1, 0.25), new(3, 0.625)]))
    {
        XLabel = "epoch",
        ValueLabel = "validation/accuracy",
        Format = NumberFormat.Percent,
    };

    public static EffectChart Effects() => new(
        "Effects",
        new EffectRow("relu", 0.25, 0.125, 0.375, EffectVerdict.Better),
        new EffectRow("l2", -0.25, -0.5, 0, EffectVerdict.Worse),
        new EffectRow("clipping", 0.125, double.NaN, double.NaN))
    {
        ValueLabel = "difference",
        RowLabel = "component",
    };

    public static BarChart Bars() => new("Seconds", ["baseline", "relu"], new BarSeries("training", [new(3, 2, 4), new(5)]), new BarSeries("evaluation", [new(1), new(2)]))
    {
        ValueLabel = "seconds",
        CategoryLabel = "variant",
    };

    public static HeatMap Heat() => new("Gradients", ["1", "2", "4"], ["hidden.0", "hidden.1"], [[-3, -2.5, double.NaN], [-1, -0.5, 0]]) { ColumnLabel = "step", RowLabel = "layer" };
}
