using Athanor.Native;

namespace Athanor.Persistence;

/// <summary>Makes or replaces a folder of files in one step: whoever looks, or comes after a crash, sees all of it or nothing.</summary>
internal static class AtomicFolder
{
    private const string Unfinished = ".tmp";
    private const string Replaced = ".old";

    /// <summary>Writes the files into a temporary folder beside <paramref name="path"/>, flushes each and the folder to the disk, and renames it.</summary>
    /// <param name="path">The folder to make. One that is there already is replaced: for a moment there is none, never a part of one; <see cref="Sweep"/> puts it back after a crash in that moment.</param>
    /// <param name="files">Names with what writes each, in order; a later one may look at what the earlier ones wrote.</param>
    /// <exception cref="IOException">The disk is full or the folder can't be written; nothing is left behind, and what was there stays.</exception>
    public static void Write(string path, IEnumerable<(string Name, Action<Stream> Write)> files)
    {
        string target = Path.GetFullPath(path);
        string parent = Directory.CreateDirectory(Path.GetDirectoryName(target)!).FullName;
        string temporary = Beside(target, Unfinished);
        try
        {
            Directory.CreateDirectory(temporary);
            WriteAndFlush(temporary, files);
            DirectoryFlush.Flush(temporary);
            Replace(temporary, target);
            DirectoryFlush.Flush(parent);
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    /// <summary>Takes a folder away in one step, so that a crash leaves no half of it under its name.</summary>
    public static void Remove(string path)
    {
        string aside = Beside(Path.GetFullPath(path), Unfinished);
        Directory.Move(path, aside);
        Delete(aside);
    }

    /// <summary>Cleans up after a crash in <paramref name="parent"/>: a folder that was set aside comes back where nothing took its place; what was being written or removed goes.</summary>
    public static void Sweep(string parent)
    {
        foreach (string aside in Directory.GetDirectories(parent, $".*{Replaced}"))
        {
            string target = Path.Combine(parent, Path.GetFileNameWithoutExtension(Path.GetFileNameWithoutExtension(aside))[1..]);
            if (Directory.Exists(target))
            {
                Delete(aside);
            }
            else
            {
                Directory.Move(aside, target);
            }
        }

        foreach (string left in Directory.GetDirectories(parent, $".*{Unfinished}"))
        {
            Delete(left);
        }
    }

    /// <summary>Takes a folder out of the way of the one that replaces it.</summary>
    /// <returns>Where it is now.</returns>
    internal static string SetAside(string target)
    {
        string aside = Beside(target, Replaced);
        Directory.Move(target, aside);
        return aside;
    }

    private static void WriteAndFlush(string folder, IEnumerable<(string Name, Action<Stream> Write)> files)
    {
        var written = new List<FileStream>();
        try
        {
            foreach ((string name, Action<Stream> write) in files)
            {
                var stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
                written.Add(stream);
                write(stream);
                stream.Flush();
            }

            // Together, because a journal commits what waits at the same time at once: a third of the time of one after another.
            Parallel.ForEach(written, stream => stream.Flush(flushToDisk: true));
        }
        catch (AggregateException error) when (error.InnerException is IOException first)
        {
            throw new IOException(first.Message, first.HResult);
        }
        finally
        {
            written.ForEach(stream => stream.Dispose());
        }
    }

    private static string Beside(string target, string suffix) =>
        Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetFileNameWithoutExtension(Path.GetRandomFileName())}{suffix}");

    private static void Replace(string temporary, string target)
    {
        string? replaced = Directory.Exists(target) ? SetAside(target) : null;
        try
        {
            Directory.Move(temporary, target);
        }
        catch when (replaced is not null)
        {
            Directory.Move(replaced, target);
            throw;
        }

        if (replaced is not null)
        {
            Delete(replaced);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
