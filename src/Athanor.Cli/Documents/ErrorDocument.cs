namespace Athanor.Cli.Documents;

/// <summary>What <c>--json</c> prints where there is no result.</summary>
internal sealed record ErrorDocument(string Verb, ErrorDetail Error);

/// <summary>What went wrong.</summary>
/// <param name="Code">Kebab-case kind for programs.</param>
/// <param name="Where">The place in the document, or the file, or the argument; empty where there is none.</param>
/// <param name="Message">The line that standard error shows.</param>
internal sealed record ErrorDetail(string Code, string Where, string Message);
