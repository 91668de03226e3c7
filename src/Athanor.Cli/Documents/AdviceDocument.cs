using Athanor.Models;

namespace Athanor.Cli.Documents;

/// <summary>What <c>terms activation --for … --json</c> prints.</summary>
internal sealed record AdviceDocument(string Verb, string For, int Depth, bool Dying, IReadOnlyList<AdviceLine> Advice)
{
    public static AdviceDocument Of(string task, int depth, bool dying, IReadOnlyList<Advice> advice) =>
        new("terms", task, depth, dying, [.. advice.Select(line => new AdviceLine(line.Topic, [.. line.Choices], line.Reason, line.Page))]);
}

/// <summary>A line of it.</summary>
internal sealed record AdviceLine(string Topic, IReadOnlyList<string> Choices, string Reason, string Page);
