namespace Athanor.Cli.Progress;

/// <summary>Progress in plain lines, for files, pipes and logs.</summary>
internal sealed class PlainView(CommandOutput output) : ProgressView
{
    public override bool ShowsStatus => false;

    public override Task<T> WatchAsync<T>(Func<Task<T>> work) => work();

    public override void Line(string text) => output.Message(text);

    public override void Status(IReadOnlyList<string> lines)
    {
    }
}
