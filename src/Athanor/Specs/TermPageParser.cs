using System.Text.RegularExpressions;

namespace Athanor.Specs;

/// <summary>Reads a page of the glossary; <c>docs/terms/README.md</c> describes the format.</summary>
internal static partial class TermPageParser
{
    private const string EnglishHeading = "## English";
    private const string ChineseHeading = "## 中文";

    public static TermPage Parse(string text, string page)
    {
        string normal = text.ReplaceLineEndings("\n");
        Match parts = Format().Match(normal);
        if (!parts.Success)
        {
            throw new RecipeException(
                ErrorCodes.Syntax, "", $"a page is front matter between lines '---', then '{EnglishHeading}' and '{ChineseHeading}' and nothing else", page);
        }

        FrontMatter front = SpecReader.Read<FrontMatter>(DocumentReader.Parse(parts.Groups["front"].Value, page));
        return new TermPage(front.Names, front.Runs, front.Room, parts.Groups["en"].Value.Trim(), parts.Groups["zh"].Value.Trim(), page);
    }

    // The sections may hold deeper headings, but no other of the second level.
    [GeneratedRegex(@"\A---\n(?<front>(.*\n)*?)---\n\s*## English\n(?<en>((?!## ).*\n)*)## 中文\n(?<zh>((?!## ).*(\n|\z))*)\z")]
    private static partial Regex Format();

    internal sealed record FrontMatter : Spec
    {
        public required ValueList<string> Names { get; init; }

        public required ValueList<string> Runs { get; init; }

        public string? Room { get; init; }

        protected override void Validate(RecipePath at)
        {
            at.Require(Names.Count > 0, "a page needs a name", nameof(Names));
            at.Require(Runs.Count > 0, "a page needs a command that shows what it says", nameof(Runs));
        }
    }
}
