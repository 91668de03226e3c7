using System.Text;

namespace Athanor.Persistence;

/// <summary>Replaces a file in one step: a reader, or whoever comes after a crash, sees the old content or the new, never a part.</summary>
public static class AtomicFile
{
    /// <summary>Writes a temporary file beside <paramref name="path"/>, flushes it to the disk and renames it over <paramref name="path"/>.</summary>
    /// <param name="path">The file to replace or make; its folder is made where it is absent.</param>
    /// <param name="write">Writes the whole content. If it throws, the old file stays and nothing is left behind.</param>
    /// <exception cref="IOException">The disk is full or the folder can't be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Replaces <paramref name="path"/> by <paramref name="text"/> in UTF-8 without a byte order mark.</summary>
    /// <exception cref="IOException">The disk is full or the folder can't be written.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
