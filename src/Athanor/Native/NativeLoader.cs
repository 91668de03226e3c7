using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;

namespace Athanor.Native;

/// <summary>Loads TorchSharp's native library where the system's own loader refuses it.</summary>
/// <remarks>
/// The handler runs only after every usual probing failed. It loads libtorch from where it lies, then a copy of
/// TorchSharp's library whose demand for a newer libstdc++ was made weak (see <see cref="SymbolVersionMend"/>).
/// The copy is cached by content, so that a second start costs one hash of 2 MB.
/// </remarks>
internal static class NativeLoader
{
    private const string Library = "LibTorchSharp";
    private const string UnmetVersion = "GLIBCXX_3.4.32";

    /// <summary>The original file whose mended copy was loaded, and the copy; null where nothing needed mending.</summary>
    public static (string Original, string Copy)? Mended { get; private set; }

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "The handler must stand before TorchSharp's first call, whoever makes it.")]
    internal static void Register() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;

    internal static string CacheFolder()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string root = !string.IsNullOrEmpty(cache) ? cache : home.Length > 0 ? Path.Combine(home, ".cache") : Path.GetTempPath();
        return Path.Combine(root, "athanor", "native");
    }

    /// <summary>Writes the mended copy of <paramref name="original"/> below <paramref name="folder"/>, unless it is there already.</summary>
    /// <returns>The copy's path, or null where the file needs no mending.</returns>
    internal static string? MendedCopy(string original, string folder)
    {
        byte[] image = File.ReadAllBytes(original);
        string digest = Convert.ToHexStringLower(SHA256.HashData(image))[..16];
        string copy = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(original)}-{digest}{Path.GetExtension(original)}");
        if (File.Exists(copy))
        {
            return copy;
        }

        if (!SymbolVersionMend.Weaken(image, UnmetVersion))
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        string temporary = $"{copy}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, image);
        File.Move(temporary, copy, overwrite: true);
        return copy;
    }

    private static IntPtr Resolve(Assembly assembly, string name)
    {
        if (!string.Equals(name, Library, StringComparison.Ordinal) || !OperatingSystem.IsLinux())
        {
            return IntPtr.Zero;
        }

        string? original = ProbedFolders(assembly).Select(folder => Path.Combine(folder, $"lib{Library}.so")).FirstOrDefault(File.Exists);
        if (original is null || MendedCopyAnywhere(original) is not { } copy)
        {
            return IntPtr.Zero;
        }

        // The copy looks for libtorch beside itself; once it is loaded from its own folder the loader knows it by name.
        NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(original)!, "libtorch.so"), out _);
        if (!NativeLibrary.TryLoad(copy, out IntPtr handle))
        {
            return IntPtr.Zero;
        }

        Mended = (original, copy);
        return handle;
    }

    private static string? MendedCopyAnywhere(string original)
    {
        try
        {
            return MendedCopy(original, CacheFolder());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A read-only home must not keep libtorch from loading.
            return MendedCopy(original, Path.Combine(Path.GetTempPath(), "athanor", "native"));
        }
    }

    private static IEnumerable<string> ProbedFolders(Assembly assembly)
    {
        string probed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string beside = Path.GetDirectoryName(assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        string runtime = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        return
        [
            .. probed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
            beside,
            Path.Combine(beside, runtime),
            Path.Combine(beside, "runtimes", "linux-x64", "native"),
        ];
    }
}
