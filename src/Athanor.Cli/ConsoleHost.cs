using System.Runtime.InteropServices;
using System.Text;
using Spectre.Console;

namespace Athanor.Cli;

/// <summary>The process around the command: its streams, the terminal's width, and the signals that end it.</summary>
/// <remarks>The first Ctrl-C or SIGTERM asks the work to end in order, the second ends the process at once.</remarks>
internal sealed class ConsoleHost : IDisposable
{
    private readonly CancellationTokenSource _interrupted = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    private ConsoleHost(CommandOutput output)
    {
        Output = output;
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, Interrupt));
        }
    }

    public CommandOutput Output { get; }

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Interrupted => _interrupted.Token;

    public static ConsoleHost Open()
    {
        // Results hold ±, ÷ and Chinese, whatever the locale says.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        bool dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        return new ConsoleHost(new CommandOutput(Console.Out, Console.Error)
        {
            Width = Console.IsOutputRedirected ? CommandOutput.DefaultWidth : TerminalWidth(),
            Ascii = dumb,
            Live = dumb ? null : LiveTerminal(),
        });
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        _interrupted.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        if (_interrupted.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        _interrupted.Cancel();
    }

    // Spectre honours NO_COLOR and knows terminals that can't be redrawn.
    private static IAnsiConsole? LiveTerminal()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return !Console.IsErrorRedirected && console.Profile.Capabilities is { Interactive: true, Ansi: true } ? console : null;
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : CommandOutput.DefaultWidth;
        }
        catch (IOException)
        {
            return CommandOutput.DefaultWidth;
        }
    }
}
