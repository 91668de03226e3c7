namespace Athanor.Cli.Progress;

/// <summary>Where long work shows how far it is: lines that stay, and a few lines at the bottom that are drawn anew.</summary>
internal abstract class ProgressView
{
    /// <summary>The view that suits the output: live for somebody who watches, plain lines where it is redirected.</summary>
    public static ProgressView For(CommandOutput output) => output.Live is { } console ? new LiveView(console) : new PlainView(output);

    /// <summary>Whether <see cref="Status"/> is shown at all.</summary>
    public abstract bool ShowsStatus { get; }

    /// <summary>Whether bars keep to ASCII.</summary>
    public virtual bool Ascii => false;

    /// <summary>Runs the work while the view stands.</summary>
    public abstract Task<T> WatchAsync<T>(Func<Task<T>> work);

    /// <summary>Writes a line that stays.</summary>
    public abstract void Line(string text);

    /// <summary>Replaces the lines at the bottom.</summary>
    public abstract void Status(IReadOnlyList<string> lines);
}
