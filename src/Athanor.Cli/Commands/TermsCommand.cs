using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Reporting;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor terms [name]</c>: the glossary.</summary>
internal sealed class TermsCommand : Verb
{
    private readonly Argument<string[]> _name;
    private readonly Option<bool> _english;
    private readonly Option<bool> _chinese;

    public TermsCommand()
        : base("terms", "Explains a word of the field, in English and 中文, with the commands that show it.")
    {
        _name = With(new Argument<string[]>("name")
        {
            Description = "The word, in either language; without one, all words are listed.",
            Arity = ArgumentArity.ZeroOrMore,
        });
        _english = With(new Option<bool>("--en") { Description = "Only the English text." });
        _chinese = With(new Option<bool>("--zh") { Description = "Only the Chinese text." });
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        if (arguments.GetValue(_name) is { Length: > 0 } words)
        {
            TermPage page = TermIndex.Default.Find(string.Join(' ', words));
            bool english = arguments.GetValue(_english), chinese = arguments.GetValue(_chinese);
            Print(page, context, english || !chinese, chinese || !english);
        }
        else
        {
            List(TermIndex.Default.Pages, context);
        }

        return Task.FromResult(ExitCodes.Done);
    }

    private static void Print(TermPage page, CommandContext context, bool english, bool chinese)
    {
        CommandOutput output = context.Output;
        if (context.Json)
        {
            output.Document(TermDocument.Of(page));
            return;
        }

        output.Paragraph(string.Join(" · ", page.Names));
        foreach (string text in (string[])[.. english ? [page.English] : Array.Empty<string>(), .. chinese ? [page.Chinese] : Array.Empty<string>()])
        {
            output.Line();
            foreach (string line in Markdown.Reflow(text, output.Width))
            {
                output.Line(line);
            }
        }

        output.Line();
        foreach (string run in page.Runs)
        {
            output.Line($"$ {run}");
        }
    }

    private static void List(IReadOnlyList<TermPage> pages, CommandContext context)
    {
        if (context.Json)
        {
            context.Output.Document(TermListDocument.Of(pages));
            return;
        }

        context.Output.Table(new ReportTable(
            null,
            [ReportColumn.Names("Term"), new ReportColumn("Also called"), new ReportColumn("Run")],
            [.. pages.Select(page => new ReportRow(page.Names[0], string.Join(", ", page.Names.Skip(1)), page.Runs[0]))])
        {
            Footnotes = ["athanor terms <any of the names> shows the page."],
        });
    }
}
