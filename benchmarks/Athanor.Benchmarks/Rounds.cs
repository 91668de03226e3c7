using System.Diagnostics;
using static TorchSharp.torch;

namespace Athanor.Benchmarks;

/// <summary>Times several ways of doing something in alternating rounds of one process, so that what slows the machine slows them all.</summary>
internal sealed class Rounds(params (string Name, Action Action)[] ways)
{
    private readonly RoundTimes _times = new();

    /// <summary>Runs every way once unmeasured, then <paramref name="rounds"/> times.</summary>
    public void Measure(int rounds)
    {
        for (int round = -1; round < rounds; round++)
        {
            foreach ((string name, Action action) in ways)
            {
                using var scope = NewDisposeScope();
                long start = Stopwatch.GetTimestamp();
                action();
                if (round >= 0)
                {
                    _times.Add(name, Stopwatch.GetElapsedTime(start));
                }
            }
        }
    }

    public void Print() => _times.Print();

    /// <inheritdoc cref="RoundTimes.PrintRatio"/>
    public void PrintRatio(string above, string below, string aim) => _times.PrintRatio(above, below, aim);
}
