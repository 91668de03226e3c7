namespace Athanor.Reporting;

/// <summary>Draws estimates with their intervals as a picture.</summary>
internal static class SvgEffectChart
{
    private const double RowHeight = 32;
    private const double Top = 74;

    public static string Draw(EffectChart chart, double width)
    {
        var labels = chart.Rows.Select(row => DisplayWidth.Wrap(row.Name, Math.Max(8, (int)(width * 0.38 / SvgCanvas.TextCell)))).ToArray();
        var bottom = Top + labels.Sum(HeightOf);
        var left = 32 + labels.SelectMany(lines => lines).Select(SvgCanvas.WidthOf).DefaultIfEmpty(0).Max();
        var canvas = new SvgCanvas(width, bottom + (chart.FullValueLabel.Length > 0 ? 48 : 30));
        canvas.Text(20, 28, chart.Title, "title");
        canvas.Legend(chart.Legend, 14, 54, lines: false);
        var x = SvgScale.Over(
            chart.Rows.SelectMany(row => new[] { row.Value, row.Low, row.High }).Append(chart.Reference).Select(chart.Drawn), left, width - 30);
        foreach (var tick in x.Ticks)
        {
            canvas.Line(x[tick], Top, x[tick], bottom, "grid");
            canvas.Text(x[tick], bottom + 17, SvgScale.Label(tick), "muted", "middle");
        }

        canvas.Line(left, bottom, width - 30, bottom, "axis");
        canvas.Line(x[chart.Drawn(chart.Reference)], Top, x[chart.Drawn(chart.Reference)], bottom, "reference");
        canvas.Text((left + width - 30) / 2, bottom + 36, chart.FullValueLabel, "muted", "middle");
        var top = Top;
        for (var row = 0; row < labels.Length; row++)
        {
            var y = top + (HeightOf(labels[row]) / 2);
            for (var line = 0; line < labels[row].Count; line++)
                canvas.Text(left - 12, y + 4 + ((line - ((labels[row].Count - 1) / 2.0)) * 15), labels[row][line], "text", "end");
            Effect(canvas, chart, chart.Rows[row], x, y);
            top += HeightOf(labels[row]);
        }

        return canvas.Close(chart.Title);
    }

    private static double HeightOf(IReadOnlyList<string> label) => RowHeight + (15 * (label.Count - 1));

    private static void Effect(SvgCanvas canvas, EffectChart chart, EffectRow row, SvgScale x, double y)
    {
        var color = EffectChart.ColorOf(row.Verdict);
        if (double.IsFinite(row.Low) && double.IsFinite(row.High))
        {
            var (low, high) = (SvgSigns.Number(x[chart.Drawn(row.Low)]), SvgSigns.Number(x[chart.Drawn(row.High)]));
            var (middle, up, down) = (SvgSigns.Number(y), SvgSigns.Number(y - 5), SvgSigns.Number(y + 5));
            canvas.Stroke($"M{low} {middle}H{high}M{low} {up}V{down}M{high} {up}V{down}", color);
        }

        if (double.IsFinite(row.Value))
            canvas.Sign(EffectChart.SymbolOf(row.Verdict), x[chart.Drawn(row.Value)], y, 5.5, color);
    }
}
