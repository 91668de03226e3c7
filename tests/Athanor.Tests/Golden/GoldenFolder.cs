using System.Collections.Concurrent;
using System.Text.Json;

namespace Athanor.Tests.Golden;

/// <summary>The folder of reference values: $ATHANOR_GOLDEN, else <c>../shared/golden</c> seen from the project's root.</summary>
internal static class GoldenFolder
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, GoldenCase>> Files = new(StringComparer.Ordinal);

    /// <summary>The folder's path, or null where it is absent.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The path of <paramref name="relative"/> below the folder; skips the test where the folder is absent.</summary>
    public static string Path(string relative)
    {
        Assert.SkipWhen(Root is null, Absent);
        return System.IO.Path.Combine(Root!, relative);
    }

    /// <summary>
    /// A row (file, case) for every case in the .json files of <paramref name="folder"/>, but for the kinds in <see cref="LaterKinds"/>;
    /// a single skipped row where the folder is absent.
    /// </summary>
    /// <param name="folder">Such as <c>stats</c>.</param>
    /// <param name="files">Names without .json; all of the folder's if none is given.</param>
    public static IEnumerable<TheoryDataRow<string, string>> Rows(string folder, params string[] files)
    {
        string? path = Root is null ? null : System.IO.Path.Combine(Root, folder);
        if (!Directory.Exists(path))
        {
            return [new TheoryDataRow<string, string>(folder, "absent") { Skip = Absent }];
        }

        IEnumerable<string> names = Directory.EnumerateFiles(path, "*.json").Select(f => System.IO.Path.GetFileNameWithoutExtension(f));
        names = files.Length > 0 ? names.Intersect(files, StringComparer.Ordinal) : names;
        return
        [
            .. from name in names.Order(StringComparer.Ordinal)
               let file = $"{folder}/{name}.json"
               from golden in Cases(file).Values
               where !LaterKinds.Contains(folder, golden.Kind)
               select new TheoryDataRow<string, string>(file, golden.Name),
        ];
    }

    /// <summary>The case that a row of <see cref="Rows"/> names.</summary>
    public static GoldenCase Case(string file, string name)
    {
        Assert.SkipWhen(Root is null, Absent);
        return Cases(file)[name];
    }

    private static string Absent => "the reference values are absent: set ATHANOR_GOLDEN or put them at ../shared/golden";

    private static Dictionary<string, GoldenCase> Cases(string file) => Files.GetOrAdd(file, static f =>
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Root!, f)));
        return document.RootElement.EnumerateArray().Select(e => new GoldenCase(f, e.Clone())).ToDictionary(c => c.Name, StringComparer.Ordinal);
    });

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("ATHANOR_GOLDEN");
        if (!string.IsNullOrEmpty(named))
        {
            return named;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Athanor.slnx")))
        {
            folder = folder.Parent;
        }

        string? beside = folder?.Parent is null ? null : System.IO.Path.Combine(folder.Parent.FullName, "shared", "golden");
        return Directory.Exists(beside) ? beside : null;
    }
}
