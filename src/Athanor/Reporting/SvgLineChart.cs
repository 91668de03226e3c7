namespace Athanor.Reporting;

/// <summary>Draws curves with bands as a picture.</summary>
internal static class SvgLineChart
{
    private const double Plot = 260;

    public static string Draw(LineChart chart, double width)
    {
        // The legend's lines are counted first: they decide the height.
        var legendEnd = new SvgCanvas(width, 0).Legend(chart.Legend, 20, 54, lines: true);
        var top = legendEnd + 34;
        var bottom = top + Plot;
        var canvas = new SvgCanvas(width, bottom + (chart.XLabel.Length > 0 ? 46 : 30));
        canvas.Text(20, 28, chart.Title, "title");
        canvas.Legend(chart.Legend, 20, 54, lines: true);
        canvas.Text(20, legendEnd + 22, chart.FullValueLabel, "muted");

        var drawn = chart.Series.Select(series => chart.Drawn(series).ToArray()).ToArray();
        var points = drawn.SelectMany(series => series).ToArray();
        var most = chart.EndsAtAll ? 100 : double.PositiveInfinity;
        var y = SvgScale.Over(points.SelectMany(point => new[] { point.Mean, point.Low, Math.Min(point.High, most) }), bottom, top, chart.LogY);
        var left = 28 + y.Ticks.Max(tick => SvgCanvas.WidthOf(SvgScale.Label(tick)));
        var x = SvgScale.Over(points.Select(point => point.X), left, width - 20, chart.LogX, round: false);
        foreach (var tick in y.Ticks)
        {
            canvas.Line(left, y[tick], width - 20, y[tick], "grid");
            canvas.Text(left - 8, y[tick] + 4, SvgScale.Label(tick), "muted", "end");
        }

        canvas.Line(left, bottom, width - 20, bottom, "axis");
        foreach (var tick in x.Ticks)
            canvas.Text(x[tick], bottom + 17, SvgScale.Label(tick), "muted", "middle");
        canvas.Text((left + width - 20) / 2, bottom + 35, chart.XLabel, "muted", "middle");

        for (var index = 0; index < chart.Series.Count; index++)
        {
            foreach (var run in chart.Bands(chart.Series[index]))
                canvas.Polygon([.. run.Select(point => (x[point.X], y[point.Low])), .. run.Reverse().Select(point => (x[point.X], y[point.High]))], LineChart.ColorOf(index));
        }

        for (var index = 0; index < drawn.Length; index++)
            Curve(canvas, drawn[index], index, x, y);
        return canvas.Close(chart.Title);
    }

    private static void Curve(SvgCanvas canvas, LinePoint[] points, int index, SvgScale x, SvgScale y)
    {
        var run = new List<(double X, double Y)>();
        foreach (var point in points.Append(new LinePoint(double.NaN, double.NaN)))
        {
            if (double.IsFinite(point.Mean))
            {
                run.Add((x[point.X], y[point.Mean]));
                continue;
            }

            if (run.Count > 0)
                canvas.Polyline(run, LineChart.ColorOf(index), LineChart.IsDashed(index));
            run = [];
        }

        foreach (var point in points.Length <= 40 ? points.Where(point => double.IsFinite(point.Mean)) : [])
            canvas.Sign(LineChart.SymbolOf(index), x[point.X], y[point.Mean], 3, LineChart.ColorOf(index));
    }
}
