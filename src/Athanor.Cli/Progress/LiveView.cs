using Spectre.Console;

namespace Athanor.Cli.Progress;

/// <summary>Progress that redraws its last lines in a terminal.</summary>
internal sealed class LiveView(IAnsiConsole console) : ProgressView
{
    private LiveDisplayContext? _display;

    public override bool ShowsStatus => true;

    public override bool Ascii => !console.Profile.Capabilities.Unicode;

    public override async Task<T> WatchAsync<T>(Func<Task<T>> work)
    {
        T? result = default;
        await console.Live(new Text("")).AutoClear(true).StartAsync(async display =>
        {
            _display = display;
            result = await work();
            _display = null;
        });
        return result!;
    }

    // Texts are written as they are: what stands in them is no markup.
    public override void Line(string text) => console.Write(new Text(text + Environment.NewLine));

    public override void Status(IReadOnlyList<string> lines) =>
        _display?.UpdateTarget(new Rows(lines.Select(line => new Text(line) { Overflow = Overflow.Ellipsis })));
}
