namespace Athanor.Benchmarks;

/// <summary>Times by name, of alternating rounds.</summary>
internal sealed class RoundTimes
{
    private readonly Dictionary<string, List<double>> _milliseconds = [];

    public void Add(string name, TimeSpan time)
    {
        if (!_milliseconds.TryGetValue(name, out List<double>? times))
        {
            _milliseconds.Add(name, times = []);
        }

        times.Add(time.TotalMilliseconds);
    }

    public void Print()
    {
        foreach ((string name, List<double> times) in _milliseconds)
        {
            Console.WriteLine($"  {name,-24} min {times.Min(),9:F3} ms   median {Median(times),9:F3} ms");
        }
    }

    /// <summary>Prints how many times as long <paramref name="above"/> takes as <paramref name="below"/>.</summary>
    public void PrintRatio(string above, string below, string aim)
    {
        (List<double> a, List<double> b) = (_milliseconds[above], _milliseconds[below]);
        double paired = Median([.. a.Zip(b, (x, y) => x / y)]);
        Console.WriteLine($"  {above} / {below}: min {a.Min() / b.Min():F3}, median {Median(a) / Median(b):F3}, of pairs {paired:F3} ({aim})");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
