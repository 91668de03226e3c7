using System.Text;

namespace Athanor.Reporting;

/// <summary>Writes a table in LaTeX for a paper, with the rules of the package <c>booktabs</c>.</summary>
/// <remarks>The best of a column is bold. Every character of the table's texts is printed as it stands; Han characters need XeLaTeX or LuaLaTeX.</remarks>
public static class LatexTable
{
    /// <summary>Writes a <c>table</c> environment: caption, label, tabular, footnotes.</summary>
    /// <param name="table">The table; its title is the caption.</param>
    /// <param name="label">Name for <c>\ref</c>; null for no label. Letters, digits and <c>: - .</c> stay, others become hyphens.</param>
    /// <returns>Lines that each end in <c>\n</c>.</returns>
    public static string Render(ReportTable table, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var formatted = table.Format();
        var text = new StringBuilder("% needs \\usepackage{booktabs}\n\\begin{table}\n  \\centering\n");
        if (!string.IsNullOrEmpty(table.Title))
            text.Append("  \\caption{").Append(Escape(table.Title)).Append("}\n");
        if (!string.IsNullOrEmpty(label))
            text.Append("  \\label{").Append(Label(label)).Append("}\n");
        text.Append("  \\begin{tabular}{").AppendJoin("", table.Columns.Select((_, column) => Letter(formatted.AlignOf(column)))).Append("}\n");
        text.Append("    \\toprule\n");
        Line(text, table.Columns.Select(column => Escape(column.FullHeader)));
        text.Append("    \\midrule\n");
        for (var row = 0; row < table.Rows.Count; row++)
        {
            if (table.Rows[row].RuleAbove && row > 0)
                text.Append("    \\midrule\n");
            Line(text, formatted.Rows[row].Select(Cell));
        }

        text.Append("    \\bottomrule\n  \\end{tabular}\n");
        foreach (var note in table.Footnotes)
            text.Append("\n  {\\footnotesize ").Append(Escape(note)).Append("\\par}\n");
        return text.Append("\\end{table}\n").ToString();
    }

    /// <summary>A text that LaTeX prints as it stands, in one line.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(text.Length + 8);
        var previous = '\0';
        foreach (var c in DisplayWidth.OneLine(text))
        {
            result.Append(c switch
            {
                '\\' => "\\textbackslash{}",
                '~' => "\\textasciitilde{}",
                '^' => "\\textasciicircum{}",
                '<' => "\\textless{}",
                '>' => "\\textgreater{}",
                '|' => "\\textbar{}",
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => "\\" + c,
                // Two hyphens would become a dash.
                '-' when previous == '-' => "{}-",
                '−' => "$-$",
                '×' => "$\\times$",
                '±' => "$\\pm$",
                '≤' => "$\\leq$",
                '≥' => "$\\geq$",
                '→' => "$\\rightarrow$",
                '∞' => "$\\infty$",
                '\uFFFD' => "?",
                _ => c.ToString(),
            });
            previous = c;
        }

        return result.ToString();
    }

    private static string Cell(FormattedCell cell)
    {
        var note = cell.Note.Length > 0 ? Escape(cell.Note) : "";
        var value = cell.IsNumeric ? Number(cell) : Escape(cell.Main);
        return value.Length > 0 && note.Length > 0 ? $"{value} {note}" : value + note;
    }

    private static string Number(FormattedCell cell)
    {
        var text = Math(cell.Main);
        if (cell.Spread.Length > 0)
            text += cell.IsInterval ? "\\ " + Math(cell.Spread) : " \\pm " + Math(cell.Spread);
        return cell.IsBest ? $"$\\mathbf{{{text}}}$" : $"${text}$";
    }

    private static string Math(string number)
    {
        var text = number.Replace(", ", "\\ ", StringComparison.Ordinal)
            .Replace(",", "{,}", StringComparison.Ordinal)
            .Replace("\\ ", ",\\ ", StringComparison.Ordinal)
            .Replace("∞", "\\infty", StringComparison.Ordinal)
            .Replace("NaN", "\\mathrm{NaN}", StringComparison.Ordinal);
        var exponent = text.IndexOf('e', StringComparison.Ordinal);
        return exponent < 0 || number.StartsWith('[') || number == "NaN" ? text : $"{text[..exponent]} \\cdot 10^{{{text[(exponent + 1)..].TrimStart('+')}}}";
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells)
    {
        var line = string.Join(" & ", cells);
        // After the line before, a bracket or a star would be read as an argument of its \\.
        if (line.StartsWith('[') || line.StartsWith('*'))
            line = "{}" + line;
        text.Append("    ").Append(line).Append(" \\\\\n");
    }

    private static char Letter(ColumnAlign align) => align switch { ColumnAlign.Right => 'r', ColumnAlign.Center => 'c', _ => 'l' };

    private static string Label(string label) => string.Concat(label.Select(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '.' ? c : '-'));
}
