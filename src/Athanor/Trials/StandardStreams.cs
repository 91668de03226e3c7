using Microsoft.Win32.SafeHandles;

namespace Athanor.Trials;

/// <summary>The process's own pipes as plain streams: a worker talks to its parent through them, not to a terminal.</summary>
public static class StandardStreams
{
    /// <summary>Standard input. The caller disposes it.</summary>
    public static Stream Input() => new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    /// <summary>Standard output. The caller disposes it.</summary>
    public static Stream Output() => new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
