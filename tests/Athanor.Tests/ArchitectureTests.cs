using System.Reflection;
using System.Xml.Linq;
using Athanor.Specs;

namespace Athanor.Tests;

/// <summary>The table of rooms and projects: who may use whom.</summary>
public sealed class ArchitectureTests
{
    /// <summary>The rooms, top to bottom: a room uses those above it, never one below.</summary>
    private static readonly string[] Rooms =
    [
        "Native", "Persistence", "Specs", "Data", "Activations", "Normalization", "Initialization", "Losses", "Metrics", "Models", "Optimization", "Training", "Recording",
        "Reporting", "Evaluation", "Trials", "Studies", "Tuning", "Inspection", "FineTuning", "Forecasting", "Generation", "Diagnosis",
    ];

    /// <summary>The projects, each with those that it may reference.</summary>
    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["Athanor"] = [],
        ["Athanor.Tracking"] = ["Athanor"],
        ["Athanor.Cluster"] = ["Athanor", "Athanor.Tracking"],
        ["Athanor.Dashboard"] = ["Athanor", "Athanor.Tracking"],
        ["Athanor.Cli"] = ["Athanor", "Athanor.Tracking", "Athanor.Cluster", "Athanor.Dashboard"],
    };

    private static readonly Type[] Types = [.. typeof(Spec).Assembly.GetTypes().Where(type => RoomOf(type) is not null)];

    /// <remarks>But for <see cref="RecipeException"/>: docs/decisions/0002.</remarks>
    [Fact]
    public void A_room_uses_only_rooms_above_it()
    {
        string[] violations =
        [
            .. from type in Types
               from used in TypeUses.Of(type)
               where used.Assembly == type.Assembly && used != typeof(RecipeException) && RoomOf(used) is { } room && Array.IndexOf(Rooms, room) > Array.IndexOf(Rooms, RoomOf(type))
               select $"{type.FullName} uses {used.FullName}",
        ];

        Assert.True(violations.Length == 0, string.Join('\n', violations.Distinct()));
    }

    [Fact]
    public void Every_type_lives_in_a_room_and_every_room_s_folder_is_its_namespace()
    {
        Assert.All(
            typeof(Spec).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Athanor", StringComparison.Ordinal) == true),
            type => Assert.Contains(type.Namespace!.Split('.').ElementAtOrDefault(1), Rooms));
        Assert.All(Sources(), file =>
        {
            string? declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            string folder = Path.GetRelativePath(ProjectRoot.At("src"), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            Assert.True(declared is null || declared == $"namespace {folder};", $"{file}: {declared}");
        });
    }

    [Fact]
    public void Every_room_has_a_page_of_one_screen()
    {
        foreach (string room in Rooms.Where(room => Directory.Exists(ProjectRoot.At("src", "Athanor", room))))
        {
            string page = ProjectRoot.At("src", "Athanor", room, "README.md");
            Assert.True(File.Exists(page), $"{room} has no README.md");
            Assert.InRange(File.ReadLines(page).Count(), 5, 50);
        }
    }

    [Fact]
    public void What_looks_for_violations_finds_them()
    {
        Assert.Contains(typeof(System.Text.StringBuilder), TypeUses.Of(typeof(Sample)));
        Assert.Contains(typeof(List<>), TypeUses.Of(typeof(Sample)));
        Assert.Contains(typeof(Version), TypeUses.Of(typeof(Sample)));
        Assert.True(Types.Length > 100);
    }

    [Fact]
    public void A_project_references_only_projects_below_it()
    {
        foreach (string file in Directory.EnumerateFiles(ProjectRoot.At("src"), "*.csproj", SearchOption.AllDirectories))
        {
            string project = Path.GetFileNameWithoutExtension(file);
            string[] references =
            [
                .. XDocument.Load(file).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))),
            ];
            Assert.True(Projects.TryGetValue(project, out string[]? allowed), $"{project} is not in the table of projects");
            Assert.Subset(allowed!.ToHashSet(), references.ToHashSet());
        }
    }

    [Fact]
    public void Nothing_but_the_native_room_calls_native_code() => Assert.All(
        Types.Where(type => RoomOf(type) != "Native"),
        type => Assert.DoesNotContain(
            type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly), method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)));

    private static string? RoomOf(Type type) => type.Namespace?.Split('.') is ["Athanor", var room, ..] && Rooms.Contains(room, StringComparer.Ordinal) ? room : null;

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(ProjectRoot.At("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private sealed class Sample
    {
        public static string Use(object version) => new System.Text.StringBuilder().Append(version is Version).Append(Count<List<int>>()).ToString();

        private static int Count<T>() => typeof(T).Name.Length;
    }
}
