using System.Diagnostics;
using static TorchSharp.torch;

namespace Athanor.Benchmarks;

/// <summary>Times several ways of doing something in alternating rounds of one process, so that what slows the machine slows them all.</summary>
internal sealed class Rounds(params (string Name, Action Action)[] ways)
{
    private readonly Dictionary<string, List<double>> _milliseconds = ways.ToDictionary(way => way.Name, _ => new List<double>());

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
                double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (round >= 0)
                {
                    _milliseconds[name].Add(elapsed);
                }
            }
        }
    }

    public void Print()
    {
        foreach ((string name, List<double> times) in _milliseconds)
        {
            Console.WriteLine($"  {name,-24} min {times.Min(),9:F3} ms   median {Median(times),9:F3} ms");
        }
    }

    /// <summary>Prints how many times as long <paramref name="above"/> takes as <paramref name="below"/>.</summary>
    public void PrintRatio(string above, string below, string aim) => Console.WriteLine(
        $"  {above} / {below}: min {_milliseconds[above].Min() / _milliseconds[below].Min():F2}, median {Median(_milliseconds[above]) / Median(_milliseconds[below]):F2} ({aim})");

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
