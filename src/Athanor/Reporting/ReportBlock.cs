namespace Athanor.Reporting;

/// <summary>A piece of a page: a <see cref="ReportTable"/>, a <see cref="Chart"/>, or one of the small ones beside this type.</summary>
/// <remarks>Text in blocks is plain text, never markup: every renderer escapes it.</remarks>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }
}

/// <summary>Running text.</summary>
/// <param name="Text">Plain text; an empty line begins a new paragraph.</param>
public sealed record Paragraph(string Text) : ReportBlock;

/// <summary>Text whose spaces and lines matter, such as a recipe in YAML.</summary>
/// <param name="Code">The text.</param>
/// <param name="Caption">What it is, shown above it; null for none.</param>
public sealed record CodeBlock(string Code, string? Caption = null) : ReportBlock;

/// <summary>Names with what they stand for, such as the environment of a run.</summary>
/// <param name="Items">The pairs, in the order shown.</param>
public sealed record DefinitionList(IReadOnlyList<Definition> Items) : ReportBlock;

/// <summary>One pair of a <see cref="DefinitionList"/>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">What it stands for.</param>
public sealed record Definition(string Name, string Value);

/// <summary>A sentence that must not be overlooked.</summary>
/// <param name="Kind">How loudly it is said.</param>
/// <param name="Text">Plain text.</param>
public sealed record Callout(CalloutKind Kind, string Text) : ReportBlock;

/// <summary>Blocks behind a line that the reader opens, such as each component's patch.</summary>
/// <param name="Summary">The line.</param>
/// <param name="Blocks">What it hides.</param>
public sealed record Collapsible(string Summary, IReadOnlyList<ReportBlock> Blocks) : ReportBlock;

/// <summary>How loudly a <see cref="Callout"/> speaks.</summary>
public enum CalloutKind
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>A verdict or a result.</summary>
    Result,

    /// <summary>What limits the result.</summary>
    Warning,
}
