namespace Athanor.Reporting;

/// <summary>Draws a table or a chart as an SVG picture that needs no script, for a README: it follows the reader's light or dark setting.</summary>
public static class SvgPicture
{
    /// <summary>Draws the picture.</summary>
    /// <param name="block">A <see cref="ReportTable"/>, a <see cref="LineChart"/> or an <see cref="EffectChart"/>.</param>
    /// <param name="width">Width of a chart in CSS pixels, at least 320; a table is as wide as its columns.</param>
    /// <returns>One <c>svg</c> element.</returns>
    /// <exception cref="ArgumentException">A block of another kind.</exception>
    public static string Render(ReportBlock block, int width = 820)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 320);
        return block switch
        {
            ReportTable table => Table(table),
            LineChart chart => SvgLineChart.Draw(chart, width),
            EffectChart chart => SvgEffectChart.Draw(chart, width),
            _ => throw new ArgumentException("a picture shows a table, a line chart or an effect chart", nameof(block)),
        };
    }

    private static string Table(ReportTable table)
    {
        const double Line = 18;
        var lines = PlainTextTable.Render(table, 200).TrimEnd('\n').Split('\n');
        var width = (lines.Max(DisplayWidth.Of) * SvgCanvas.MonoCell) + 40;
        var canvas = new SvgCanvas(width, (lines.Length * Line) + 36);
        for (var index = 0; index < lines.Length; index++)
            canvas.Mono(20, 32 + (index * Line), lines[index]);
        return canvas.Close(table.Title ?? "");
    }
}
