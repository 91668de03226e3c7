namespace Athanor.Reporting;

/// <summary>A report as an object: titled sections of blocks, which <see cref="HtmlPage"/> draws.</summary>
/// <param name="Title">Shown as the page's heading and in the browser's tab.</param>
public sealed record ReportPage(string Title)
{
    /// <summary>One line under the title; null for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>BCP 47 tag of the language the page is written in. Default <c>en</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The sections, in order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    /// <summary>A line at the page's foot, such as which version wrote it; null for none.</summary>
    public string? Footer { get; init; }
}

/// <summary>A heading with what stands under it.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Blocks">Its blocks, in order.</param>
public sealed record ReportSection(string Heading, params IReadOnlyList<ReportBlock> Blocks);
