using Athanor.Reporting;
using CsCheck;

namespace Athanor.Tests.Reporting;

/// <summary>Texts that break tables and pages, and random tables made of them.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
    [
        "<script>alert(1)</script>", "</script>", "</details>", "<!--", "-->", "]]>", "|", "||", "&", "&lt;", "%", "$x$", "#", "_", "a_b", "{}", "}{", "~", "^", "\\", "\\\\", "\"", "'",
        "`code`", "\n", "\r\n", "\t", "\u001b[31m", "\u202e", "\0", "\u2028", "=1+1", "*", "**", "[a](javascript:x)", "![](x)", "批归一化", "한국어", "ﾊﾝｶｸ", "👩‍👩‍👧", "é", "e\u0301", "\ud800",
        " ", "  ", ",", ";", "- ", "--", "# ", "naïve", "A+B+C+D+E+F+G", "averylongwordwithoutanyplacetobreakitatall",
    ];

    private static readonly NumberFormat[] Formats =
    [
        NumberFormat.Auto, NumberFormat.Percent, NumberFormat.PValue, NumberFormat.Difference, NumberFormat.Fixed(3), NumberFormat.Significant(3),
    ];

    public static Gen<string> Text { get; } = Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[0, 5].Select(string.Concat);

    public static Gen<ReportCell> Cell { get; } = Gen.OneOf(
        Text.Select(ReportCell.Of),
        Gen.Double.Select(ReportCell.Number),
        Gen.Select(Gen.Double[-1e4, 1e4], Gen.Double[0, 50], (mean, half) => ReportCell.Estimate(mean, half)),
        Gen.Select(Gen.Double[-1, 1], Gen.Double[0, 1e-3], Gen.Double[0, 0.3], (mean, down, up) => ReportCell.Estimate(mean, mean - down, mean + up)),
        Gen.Select(Gen.Double, Text, (value, note) => ReportCell.Number(value).WithNote(note)),
        Text.Select(ReportCell.Missing));

    public static Gen<ReportColumn> Column { get; } = Gen.Select(
        Text,
        Gen.Int[0, Formats.Length - 1].Select(index => Formats[index]),
        Gen.Enum<ColumnAlign>(),
        Gen.Enum<BestIs>(),
        Gen.Int[0, 3],
        (header, format, align, best, priority) => new ReportColumn(header) { Format = format, Align = align, Best = best, Priority = priority });

    public static Gen<ReportTable> Table { get; } =
        from columns in Column.Array[1, 7]
        from rows in Cell.Array[columns.Length].Array[0, 5]
        from title in Text
        from footnotes in Text.Array[0, 2]
        select new ReportTable(title, columns, [.. rows.Select(cells => new ReportRow(cells))]) { Footnotes = footnotes };
}
