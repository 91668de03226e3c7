using System.Text.Json;
using Athanor.Data;

namespace Athanor.Cli;

/// <summary>The kinds of task as documents write them: <c>multi-class</c>.</summary>
internal static class TaskNames
{
    public static string Of(TaskKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{kind}");
}
