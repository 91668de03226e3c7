using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Persistence;
using Athanor.Specs;

namespace Athanor.Training.Checkpoints;

/// <summary>The list of a checkpoint's files with their sizes and hashes: what tells a whole checkpoint from a torn one.</summary>
internal sealed class CheckpointManifest
{
    public const string FileName = "manifest.json";

    /// <summary>The code of every refusal of a checkpoint's bytes.</summary>
    public const string BadCheckpoint = "bad-checkpoint";

    private const string Format = "athanor-checkpoint";
    private const int Version = 1;

    /// <summary>The hash of the manifest without it, so that a manifest that was altered is known too.</summary>
    private const string Seal = "sha256";

    /// <summary>Larger manifests are no manifests: a hundred files take 15 KB.</summary>
    private const long MostBytes = 1 << 20;

    /// <summary>No file system takes longer names.</summary>
    private const int MostLetters = 255;

    /// <summary>Longer names are shown by their beginning.</summary>
    private const int MostShown = 100;

    private readonly IReadOnlyList<(string Name, long Bytes, string Sha256)> _files;

    private CheckpointManifest(long step, string fingerprint, IReadOnlyList<(string Name, long Bytes, string Sha256)> files) =>
        (Step, Fingerprint, _files) = (step, fingerprint, files);

    /// <summary>Updates done when it was written.</summary>
    public long Step { get; }

    /// <summary>The fingerprint of the recipe that made it.</summary>
    public string Fingerprint { get; }

    /// <summary>Whether the checkpoint has a file of that name.</summary>
    public bool Has(string name) => _files.Any(file => file.Name == name);

    /// <summary>The manifest's own bytes.</summary>
    public static byte[] ToBytes(long step, string fingerprint, IEnumerable<(string Name, long Bytes, string Sha256)> files)
    {
        var root = new JsonObject
        {
            ["format"] = Format,
            ["version"] = Version,
            ["step"] = step,
            ["fingerprint"] = fingerprint,
            ["files"] = new JsonArray([.. files.Select(file => new JsonObject { ["name"] = file.Name, ["bytes"] = file.Bytes, ["sha256"] = file.Sha256 })]),
        };
        root[Seal] = ContentHash.Of(root);
        return CanonicalJson.ToBytes(root);
    }

    /// <summary>Reads a checkpoint's manifest and compares every file with it, in constant memory.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="needed">The files that are compared, by name; all where null.</param>
    /// <exception cref="RecipeException"><c>bad-checkpoint</c>: it is not there, not a manifest, or a file is missing, cut short or altered; the folder and the file are named.</exception>
    public static CheckpointManifest Verify(string folder, Predicate<string>? needed = null)
    {
        try
        {
            CheckpointManifest manifest = Read(folder);
            manifest.Compare(folder, needed ?? (_ => true));
            return manifest;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Bad(folder, FileName, $"or a file that it lists can't be read ({error.Message})", error);
        }
    }

    /// <summary>The refusal of a checkpoint for one of its files.</summary>
    public static RecipeException Bad(string folder, string name, string problem, Exception? inner = null) =>
        new(BadCheckpoint, "", $"{problem}; the checkpoint can't be used", Path.Combine(folder, name), inner);

    private void Compare(string folder, Predicate<string> needed)
    {
        foreach ((string name, long bytes, string sha256) in _files.Where(file => needed(file.Name)))
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists)
            {
                throw Bad(folder, name, "is missing");
            }

            if (file.Length != bytes)
            {
                throw Bad(folder, name, $"has {file.Length} bytes, {bytes} were written: it is torn or altered");
            }

            if (ContentHash.OfFile(file.FullName) != sha256)
            {
                throw Bad(folder, name, "does not hold the bytes that were written: it is altered");
            }
        }
    }

    /// <summary>Reads a manifest alone.</summary>
    /// <exception cref="RecipeException"><c>bad-checkpoint</c>: it is not there, or it is none.</exception>
    internal static CheckpointManifest Read(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, FileName));
        if (!file.Exists)
        {
            throw Bad(folder, FileName, Directory.Exists(folder) ? "is missing" : "is missing, and its folder too");
        }

        if (file.Length > MostBytes)
        {
            throw Bad(folder, FileName, $"has {file.Length} bytes: that is no manifest");
        }

        JsonObject root = Parse(folder, file.FullName);
        if (Text(root["format"]) != Format || Number(root["version"]) is not { } version)
        {
            throw Bad(folder, FileName, "is no manifest of a checkpoint");
        }

        if (version > Version)
        {
            throw Bad(folder, FileName, $"is of version {version} and this Athanor knows {Version}: update");
        }

        string? seal = Text(root[Seal]);
        root.Remove(Seal);
        if (seal != Hash(folder, root))
        {
            throw Bad(folder, FileName, "does not hold what was written: it is altered");
        }

        return Number(root["step"]) is { } step && Text(root["fingerprint"]) is { } fingerprint && root["files"] is JsonArray files
            ? new CheckpointManifest(step, fingerprint, [.. files.Select(entry => Entry(folder, entry))])
            : throw Bad(folder, FileName, "names no step, no fingerprint or no files");
    }

    /// <summary>What the seal must be; a number beyond a double's has no canonical form.</summary>
    private static string Hash(string folder, JsonObject root)
    {
        try
        {
            return ContentHash.Of(root);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw Bad(folder, FileName, "is torn or altered", error);
        }
    }

    private static JsonObject Parse(string folder, string file)
    {
        try
        {
            return JsonText.Parse(File.ReadAllBytes(file));
        }
        catch (JsonException error)
        {
            throw Bad(folder, FileName, "is torn or altered", error);
        }
    }

    private static (string Name, long Bytes, string Sha256) Entry(string folder, JsonNode? entry)
    {
        if (entry is not JsonObject file || Text(file["name"]) is not { } name || Number(file["bytes"]) is not { } bytes || Text(file["sha256"]) is not { } sha256)
        {
            throw Bad(folder, FileName, "lists a file without name, bytes or sha256");
        }

        // A manifest comes with the folder, so what it names must lie there and nowhere else.
        return name.Length is > 0 and <= MostLetters && Path.GetFileName(name) == name && name is not ("." or "..") && !name.Any(char.IsControl)
            ? (name, bytes, sha256)
            : throw Bad(folder, FileName, $"names what can't be a file of the folder ('{Shown(name)}')");
    }

    /// <summary>A name for a message, which stays a line.</summary>
    private static string Shown(string name) =>
        string.Concat(name.Take(MostShown).Select(letter => char.IsControl(letter) ? '?' : letter)) + (name.Length > MostShown ? "…" : "");

    private static string? Text(JsonNode? node)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or half a surrogate.
            return null;
        }
    }

    private static long? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long number) ? number : null;
}
