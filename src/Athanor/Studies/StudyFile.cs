using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Studies;

/// <summary>A study as read from its file.</summary>
/// <param name="Document">The study, its recipe in it.</param>
/// <param name="Context">Where the recipe's relative paths start: the folder of the file that holds the recipe.</param>
public sealed record StudyFile(StudyDocument Document, DataContext Context)
{
    /// <summary>Reads a study, and the recipe that it names by a path from its own folder.</summary>
    /// <exception cref="RecipeException">One of the two files can't be used; it, the place and the mend are named.</exception>
    public static StudyFile Load(string path)
    {
        Document document = DocumentReader.Load(path);
        string folder = FolderOf(path);
        if (document.Root is JsonObject root && root["recipe"] is JsonValue named && named.TryGetValue(out string? file))
        {
            string recipe = Path.Combine(folder, file);
            root["recipe"] = SpecWriter.Write(SpecReader.Load<Recipe>(recipe));
            folder = FolderOf(recipe);
        }

        return new StudyFile(SpecReader.Read<StudyDocument>(document), new DataContext(folder));
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
