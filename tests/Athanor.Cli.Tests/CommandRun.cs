using System.Text.Json.Nodes;

namespace Athanor.Cli.Tests;

/// <summary>One call of the command within the test's process, and all that came of it.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output, which must be one JSON document and nothing else.</summary>
    public JsonObject Document => JsonNode.Parse(Output)!.AsObject();

    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<CommandRun> Of(params string[] arguments) => Of(80, arguments);

    public static async Task<CommandRun> Of(int width, params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        int code = await AthanorCommand.RunAsync(arguments, new CommandOutput(output, error) { Width = width }, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
