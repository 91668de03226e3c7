using System.Diagnostics;
using System.Reflection;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Athanor.Native;

/// <summary>A native library that this process has loaded.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Path">Where it was loaded from.</param>
public sealed record NativeLibraryFile(string Name, string Path);

/// <summary>Something that this machine lacks.</summary>
/// <param name="What">What is missing.</param>
/// <param name="Mend">How to get it, or what happens without it.</param>
public sealed record NativeLack(string What, string Mend);

/// <summary>What the native side is made of on this machine: for <c>athanor doctor</c>.</summary>
public sealed record NativeReport
{
    /// <summary>Whether libtorch is loaded; if not, <see cref="Missing"/> says why.</summary>
    public required bool Loaded { get; init; }

    /// <summary>The libraries of TorchSharp and libtorch that are loaded.</summary>
    public required IReadOnlyList<NativeLibraryFile> Libraries { get; init; }

    /// <summary>TorchSharp's library as its package brings it, where a mended copy had to be loaded in its place (the system's libstdc++ is older than it asks for); else null.</summary>
    public required string? MendedFrom { get; init; }

    /// <summary>The version of TorchSharp.</summary>
    public required string TorchSharpVersion { get; init; }

    /// <summary>The version of libtorch that TorchSharp is made for.</summary>
    public required string LibTorchVersion { get; init; }

    /// <summary>The instruction set of the kernels that libtorch picks here: <c>default</c>, <c>avx2</c> or <c>avx512</c>; part of a trial's key.</summary>
    public required string CpuCapability { get; init; }

    /// <summary>Whether the processor has <c>avx2</c>, <c>avx512</c>, <c>avx512_bf16</c>, <c>amx_bf16</c>.</summary>
    public required IReadOnlyDictionary<string, bool> CpuFeatures { get; init; }

    /// <summary>Whether libtorch's autocast can be reached, which <c>precision: bf16</c> and <c>fp16</c> need.</summary>
    public required bool Autocast { get; init; }

    /// <summary>The processor's logical cores that this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>The threads that one operation of libtorch uses; 0 where it is not loaded.</summary>
    public required int Threads { get; init; }

    /// <summary>How many CUDA devices libtorch sees.</summary>
    public required int CudaDevices { get; init; }

    /// <summary>What is missing and how to mend it.</summary>
    public required IReadOnlyList<NativeLack> Missing { get; init; }

    /// <summary>Loads libtorch if need be and looks.</summary>
    public static NativeReport Make()
    {
        var missing = new List<NativeLack>();
        bool loaded = TryLoad(missing);
        SortedDictionary<string, bool> features = Features();
        if (loaded && Native.Autocast.WhyNot is { } why)
        {
            missing.Add(new NativeLack($"autocast ({why})", "precision: bf16 and fp16 are refused, fp32 works"));
        }

        int cuda = loaded && TorchSharp.torch.cuda.is_available() ? TorchSharp.torch.cuda.device_count() : 0;
        if (cuda == 0)
        {
            missing.Add(new NativeLack("a CUDA device", "everything runs on the CPU; for a GPU set AthanorNatives=none and reference a TorchSharp-cuda package"));
        }

        if (!features["avx512_bf16"] && !features["amx_bf16"])
        {
            missing.Add(new NativeLack("bfloat16 units (avx512_bf16 or amx_bf16)", "bf16 works but is no faster than fp32 on this processor"));
        }

        return new NativeReport
        {
            Loaded = loaded,
            Libraries = LoadedLibraries(),
            MendedFrom = NativeLoader.Mended?.Original,
            TorchSharpVersion = VersionOf(typeof(TorchSharp.torch).Assembly),
            LibTorchVersion = TorchSharp.torch.__version__,
            CpuCapability = NativeVersions.CpuCapability,
            CpuFeatures = features,
            Autocast = loaded && Native.Autocast.IsAvailable,
            Cores = Environment.ProcessorCount,
            Threads = loaded ? get_num_threads() : 0,
            CudaDevices = cuda,
            Missing = missing,
        };
    }

    private static bool TryLoad(List<NativeLack> missing)
    {
        try
        {
            using var touched = zeros(1);
            return true;
        }
        catch (Exception refused) when (refused is TypeInitializationException or DllNotFoundException or NotSupportedException or BadImageFormatException or EntryPointNotFoundException)
        {
            string why = (refused.InnerException ?? refused).Message.ReplaceLineEndings(" ");
            missing.Add(new NativeLack($"libtorch ({why})", "reference the package libtorch-cpu of this system (build/Natives.props does) and build again"));
            return false;
        }
    }

    private static List<NativeLibraryFile> LoadedLibraries()
    {
        using var process = Process.GetCurrentProcess();
        return
        [
            .. process.Modules.Cast<ProcessModule>()
                .Select(module => new NativeLibraryFile(Path.GetFileName(module.FileName), module.FileName))
                .Where(library => IsTorch(library.Name))
                .DistinctBy(library => library.Path)
                .OrderBy(library => library.Name, StringComparer.Ordinal),
        ];
    }

    private static bool IsTorch(string file) =>
        !file.EndsWith("TorchSharp.dll", StringComparison.Ordinal) && (file.Contains("torch", StringComparison.OrdinalIgnoreCase)
            || file.Contains("c10", StringComparison.Ordinal) || file.Contains("gomp", StringComparison.Ordinal) || file.Contains("iomp", StringComparison.Ordinal));

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? assembly.GetName().Version!.ToString();

    // Intel's manual, CPUID leaf 7: sub-leaf 1 EAX bit 5 is AVX512_BF16, sub-leaf 0 EDX bit 22 is AMX-BF16.
    private static SortedDictionary<string, bool> Features()
    {
        (int top, _, _, _) = X86Base.IsSupported ? X86Base.CpuId(0, 0) : default;
        (_, _, _, int tiles) = top >= 7 ? X86Base.CpuId(7, 0) : default;
        (int more, _, _, _) = top >= 7 ? X86Base.CpuId(7, 1) : default;
        return new SortedDictionary<string, bool>(StringComparer.Ordinal)
        {
            ["avx2"] = Avx2.IsSupported,
            ["avx512"] = Avx512F.IsSupported,
            ["avx512_bf16"] = Avx512F.IsSupported && (more & (1 << 5)) != 0,
            ["amx_bf16"] = (tiles & (1 << 22)) != 0,
        };
    }
}
