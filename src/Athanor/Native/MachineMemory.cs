using System.Globalization;

namespace Athanor.Native;

/// <summary>How much memory this machine, or the container that the program runs in, can still give.</summary>
internal static class MachineMemory
{
    private const string Machine = "/proc/meminfo";
    private const string ContainerLimit = "/sys/fs/cgroup/memory.max";
    private const string ContainerUse = "/sys/fs/cgroup/memory.current";

    /// <summary>Bytes that are free or can be freed; null where the system does not tell.</summary>
    public static long? AvailableBytes() => (OfMachine(), OfContainer()) switch
    {
        ({ } machine, { } container) => Math.Min(machine, container),
        var (machine, container) => machine ?? container,
    };

    private static long? OfMachine()
    {
        const string Available = "MemAvailable:";
        string? line = Lines(Machine).FirstOrDefault(line => line.StartsWith(Available, StringComparison.Ordinal));
        return line is not null && Number(line[Available.Length..].Replace("kB", "", StringComparison.Ordinal)) is { } kilobytes ? kilobytes * 1024 : null;
    }

    private static long? OfContainer() =>
        Number(Lines(ContainerLimit).FirstOrDefault()) is { } limit && Number(Lines(ContainerUse).FirstOrDefault()) is { } use ? limit - use : null;

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? [.. File.ReadLines(path).Take(64)] : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
