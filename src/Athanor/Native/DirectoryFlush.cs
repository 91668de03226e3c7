using System.Runtime.InteropServices;

namespace Athanor.Native;

/// <summary>Flushes a folder's entries to the disk, so that a file made or renamed in it is there after a loss of power too.</summary>
/// <remarks>.NET opens files only, so this asks the C library. Windows keeps its directories in a journal of its own and has nothing to ask.</remarks>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes <paramref name="folder"/>.</summary>
    /// <exception cref="IOException">The folder can't be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure(folder, Marshal.GetLastPInvokeError());
        }

        int flushed = FSync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);

        // Some file systems (network, overlay) can't flush a folder and say so with EINVAL; there is nothing more to do then.
        const int NotSupported = 22;
        if (flushed < 0 && error != NotSupported)
        {
            throw Failure(folder, error);
        }
    }

    private static IOException Failure(string folder, int error) => new($"{Marshal.GetPInvokeErrorMessage(error)} : '{folder}'", error);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
