using System.Runtime.InteropServices;

namespace Athanor.Native;

/// <summary>How many bytes the C allocator has given out: libtorch's tensors on the CPU among them.</summary>
/// <remarks>
/// glibc's <c>mallinfo2</c>: what is in use in its arenas and in blocks of their own (<c>uordblks + hblkhd</c>). The difference of two readings around a forward
/// pass is what autograd keeps for the backward pass, to within a few kilobytes of bookkeeping.
/// </remarks>
internal static class NativeHeap
{
    private static readonly bool Readable = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out IntPtr c) && NativeLibrary.TryGetExport(c, "mallinfo2", out _);

    /// <summary>Whether this system can tell: Linux with glibc 2.33 or newer.</summary>
    public static bool IsAvailable => Readable;

    /// <summary>The bytes in use now; null where the system can't tell.</summary>
    public static long? BytesInUse()
    {
        if (!Readable)
        {
            return null;
        }

        MallInfo info = mallinfo2();
        return (long)(info.InArenas + info.InBlocks);
    }

    [DllImport("libc.so.6", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern MallInfo mallinfo2();

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallInfo
    {
        private readonly nuint _arena;
        private readonly nuint _freeChunks;
        private readonly nuint _fastChunks;
        private readonly nuint _blocks;
        public readonly nuint InBlocks;
        private readonly nuint _reserved;
        private readonly nuint _fastFree;
        public readonly nuint InArenas;
        private readonly nuint _free;
        private readonly nuint _keepCost;
    }
}
