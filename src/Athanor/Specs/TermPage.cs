namespace Athanor.Specs;

/// <summary>One page of the glossary.</summary>
/// <param name="Names">Every name in both languages; the first is the title.</param>
/// <param name="Runs">The commands that show what the page says.</param>
/// <param name="Room">The room of the library that answers for it, or null.</param>
/// <param name="English">The whole text in English, in Markdown.</param>
/// <param name="Chinese">The whole text in Chinese, in Markdown.</param>
/// <param name="Page">Where the page lies: <c>docs/terms/ablation-study.md</c>.</param>
public sealed record TermPage(
    ValueList<string> Names, ValueList<string> Runs, string? Room, string English, string Chinese, string Page);
