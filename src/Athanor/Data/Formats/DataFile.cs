using Athanor.Specs;

namespace Athanor.Data.Formats;

/// <summary>A data file as the user named it, opened plain or through gzip, and what to say when something is wrong with it.</summary>
/// <param name="Name">The path as the user wrote it.</param>
/// <param name="FullPath">The absolute path.</param>
/// <param name="At">The option that named it.</param>
internal sealed record DataFile(string Name, string FullPath, RecipePath At)
{
    /// <summary>The file that an option names.</summary>
    /// <exception cref="RecipeException">The option is empty.</exception>
    public static DataFile Of(string path, DataContext context, RecipePath at)
    {
        at.Require(path.Length > 0, "no file is named; give its path");
        return new DataFile(path, context.Resolve(path), at);
    }

    /// <summary>Reads the file with <paramref name="read"/>; what the system says against it becomes a refusal.</summary>
    public T Read<T>(Func<Stream, T> read)
    {
        try
        {
            using FileStream file = File.OpenRead(FullPath);
            if (!FullPath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                return read(file);
            }

            using var unpacked = new PackedStream(file);
            return read(unpacked);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refusal("file-not-found", FullPath == Name ? "there is no such file" : $"there is no file {FullPath}", e);
        }
        catch (InvalidDataException e)
        {
            throw Refusal("broken-file", "is no intact gzip file: truncated, several packed files one after the other, or unpacked a hundred times as large; unpack it", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal("unreadable-file", e.Message, e);
        }
    }

    /// <summary>Says what is wrong with the file.</summary>
    public RecipeException Refusal(string code, string problem, Exception? inner = null) => new(code, At.Value, $"{Name}: {problem}", inner: inner);
}
