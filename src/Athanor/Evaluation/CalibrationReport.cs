using Athanor.Reporting;

namespace Athanor.Evaluation;

/// <summary>The calibration of a classifier as a page: figures, the reliability diagram before and after, and how confident it is how often.</summary>
public static class CalibrationReport
{
    private const string BeforeName = "before";
    private const string AfterName = "after";

    /// <summary>The page.</summary>
    /// <param name="calibration">What was measured.</param>
    /// <param name="model">What the model is called, such as its run's name.</param>
    public static ReportPage Of(ModelCalibration calibration, string model)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        return new ReportPage($"Calibration of {model}")
        {
            Subtitle = $"temperature {calibration.Scaling.Temperature:0.###}, fitted on the validation part, judged on the test part",
            Sections =
            [
                new ReportSection("Result", new Callout(CalloutKind.Result, Verdict(calibration)), Figures(calibration)),
                new ReportSection("Reliability", new Paragraph("A classifier that knows how sure it may be lies on the diagonal; below it, it is surer than it is right."), Reliability(calibration), Counts(calibration)),
            ],
        };
    }

    /// <summary>The figures before and after as a table.</summary>
    public static ReportTable Figures(ModelCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var four = NumberFormat.Fixed(4);
        return new ReportTable(
            null,
            [
                ReportColumn.Names("Test part"), new ReportColumn("Temperature") { Format = NumberFormat.Significant(4) }, new ReportColumn("ECE") { Format = four },
                new ReportColumn("Log loss") { Format = four }, new ReportColumn("Accuracy") { Format = four },
            ],
            [
                .. new[] { (BeforeName, calibration.Before), (AfterName, calibration.After) }.Select(side => new ReportRow(
                    [side.Item1, side.Item2.Temperature, side.Item2.Calibration.Error, side.Item2.LogLoss, side.Item2.Accuracy])),
            ]);
    }

    private static string Verdict(ModelCalibration calibration)
    {
        (double before, double after) = (calibration.Before.Calibration.Error, calibration.After.Calibration.Error);
        string change = after <= before ? $"{1 - (after / before):P0} lower" : $"{(after / before) - 1:P0} higher";
        return $"The expected calibration error goes from {before:0.0000} to {after:0.0000} ({change}); accuracy stays {calibration.After.Accuracy:0.0000}.";
    }

    private static LineChart Reliability(ModelCalibration calibration) => new(
        "Accuracy by confidence",
        Line($"{BeforeName} (T = 1)", calibration.Before),
        Line($"{AfterName} (T = {calibration.After.Temperature:0.##})", calibration.After),
        new LineSeries("perfect", [new LinePoint(0, 0), new LinePoint(1, 1)]))
    {
        XLabel = "confidence",
        ValueLabel = "accuracy",
        Format = NumberFormat.Fixed(4),
    };

    private static LineSeries Line(string name, CalibrationSide side) =>
        new(name, [.. side.Calibration.Bins.Where(bin => bin.Count > 0).Select(bin => new LinePoint(Math.Round(bin.Confidence, 4), bin.Accuracy))]);

    private static BarChart Counts(ModelCalibration calibration) => new(
        "Samples by confidence",
        [.. calibration.Before.Calibration.Bins.Select(bin => $"{bin.From:0.00}")],
        Bars(BeforeName, calibration.Before),
        Bars(AfterName, calibration.After))
    {
        CategoryLabel = "confidence from",
        Format = NumberFormat.Integer,
    };

    private static BarSeries Bars(string name, CalibrationSide side) => new(name, [.. side.Calibration.Bins.Select(bin => new BarValue(bin.Count))]);
}
