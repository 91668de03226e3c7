using System.CommandLine;
using System.Text.Json;
using Athanor.Cli.Documents;
using Athanor.Models;
using Athanor.Reporting;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor terms [name]</c>: the glossary.</summary>
internal sealed class TermsCommand : Verb
{
    private readonly Argument<string[]> _name;
    private readonly Option<bool> _english;
    private readonly Option<bool> _chinese;
    private readonly Option<string?> _for;
    private readonly Option<int> _depth;
    private readonly Option<bool> _dying;

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
        _for = With(new Option<string?>("--for") { Description = $"Advises instead: which activations, loss and normalization suit a task. {string.Join(", ", Tasks.Keys)}." });
        _depth = With(new Option<int>("--depth") { Description = "With --for: hidden layers.", DefaultValueFactory = _ => 2 });
        _dying = With(new Option<bool>("--dying") { Description = "With --for: units were seen to die." });
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        if (arguments.GetValue(_for) is { } task)
        {
            Advise(arguments, task, context);
        }
        else if (arguments.GetValue(_name) is { Length: > 0 } words)
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

    private static IReadOnlyDictionary<string, AdviceTask> Tasks { get; } =
        Enum.GetValues<AdviceTask>().ToDictionary(task => JsonNamingPolicy.KebabCaseLower.ConvertName($"{task}"), StringComparer.Ordinal);

    private void Advise(ParseResult arguments, string name, CommandContext context)
    {
        if (!Tasks.TryGetValue(name, out AdviceTask task))
        {
            string suggestion = Suggestion.For(name, Tasks.Keys);
            throw new RecipeException(UsageError.Code, "--for", $"no task '{name}'{(suggestion.Length > 0 ? suggestion : $"; there are {string.Join(", ", Tasks.Keys)}")}");
        }

        const string Activation = "activation function";
        string term = arguments.GetValue(_name) is { Length: > 0 } words ? string.Join(' ', words) : Activation;
        if (TermIndex.Default.Find(term) != TermIndex.Default.Find(Activation))
        {
            throw new RecipeException(UsageError.Code, "--for", $"advice is about activations, not about '{term}'; write 'athanor terms activation --for {name}'");
        }

        int depth = arguments.GetValue(_depth);
        if (depth < 0)
        {
            throw new RecipeException(UsageError.Code, "--depth", $"{depth} is below 0");
        }

        bool dying = arguments.GetValue(_dying);
        IReadOnlyList<Advice> advice = ActivationAdvice.For(task, depth, dying);
        if (context.Json)
        {
            context.Output.Document(AdviceDocument.Of(name, depth, dying, advice));
            return;
        }

        context.Output.Table(new ReportTable(
            $"{name}, {depth} hidden layers{(dying ? ", units die" : "")}",
            [ReportColumn.Names("For"), new ReportColumn("Take"), new ReportColumn("Because"), new ReportColumn("Page")],
            [.. advice.Select(line => new ReportRow(line.Topic, string.Join(", ", line.Choices), line.Reason, line.Page))]));
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
