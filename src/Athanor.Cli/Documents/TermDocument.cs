using Athanor.Specs;

namespace Athanor.Cli.Documents;

/// <summary>What <c>terms name --json</c> prints.</summary>
internal sealed record TermDocument(
    string Verb, string Term, IReadOnlyList<string> Names, string En, string Zh, IReadOnlyList<string> Runs, string Page)
{
    public static TermDocument Of(TermPage page) => new("terms", page.Names[0], [.. page.Names], page.English, page.Chinese, [.. page.Runs], page.Page);
}

/// <summary>What <c>terms --json</c> prints: every page without its text.</summary>
internal sealed record TermListDocument(string Verb, IReadOnlyList<TermEntry> Terms)
{
    public static TermListDocument Of(IReadOnlyList<TermPage> pages) =>
        new("terms", [.. pages.Select(page => new TermEntry(page.Names[0], [.. page.Names], [.. page.Runs], page.Page))]);
}

/// <summary>A page of the list.</summary>
internal sealed record TermEntry(string Term, IReadOnlyList<string> Names, IReadOnlyList<string> Runs, string Page);
