using System.Text.Json;
using Athanor.Reporting;
using Spectre.Console;

namespace Athanor.Cli;

/// <summary>All that the command writes: results on standard output; messages and progress on standard error.</summary>
internal sealed class CommandOutput(TextWriter output, TextWriter error)
{
    /// <summary>Columns where there is no terminal to ask.</summary>
    public const int DefaultWidth = 80;

    private readonly int _width = DefaultWidth;

    /// <summary>Columns of standard output.</summary>
    public int Width
    {
        get => _width;
        init => _width = Math.Max(value, PlainTextTable.LeastWidth);
    }

    /// <summary>Whether tables keep to ASCII.</summary>
    public bool Ascii { get; init; }

    /// <summary>Standard error as a terminal that somebody watches, so that progress may redraw itself; null where it is redirected.</summary>
    public IAnsiConsole? Live { get; init; }

    /// <summary>Whether the one document of <c>--json</c> is written already.</summary>
    public bool HasDocument { get; private set; }

    /// <summary>Where results go, for what writes to a stream of its own.</summary>
    public TextWriter Results => output;

    /// <summary>Where messages go.</summary>
    public TextWriter Messages => error;

    /// <summary>Writes a line of the result.</summary>
    public void Line(string text = "") => output.WriteLine(text);

    /// <summary>Writes text of the result as it is.</summary>
    public void Text(string text) => output.Write(text);

    /// <summary>Writes a paragraph of the result, wrapped to the width.</summary>
    public void Paragraph(string text)
    {
        foreach (string line in DisplayWidth.Wrap(text, Width))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Writes a table of the result.</summary>
    public void Table(ReportTable table) => output.Write(PlainTextTable.Render(table, Width, Ascii));

    /// <summary>Writes the one document of <c>--json</c>.</summary>
    public void Document<T>(T document)
    {
        HasDocument = true;
        output.WriteLine(JsonSerializer.Serialize(document, JsonContracts.Options));
    }

    /// <summary>Tells something beside the result, in one line.</summary>
    public void Message(string line) => error.WriteLine(line.ReplaceLineEndings(" "));

    /// <summary>Writes what <c>--debug</c> asks for.</summary>
    public void Trace(Exception exception) => error.WriteLine(exception);
}
