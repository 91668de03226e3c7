using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Athanor.Native;

/// <summary>What decides how libtorch computes here: its version, and the instruction set it picks its kernels by.</summary>
internal static class NativeVersions
{
    /// <summary>libtorch's version.</summary>
    public static string Libtorch { get; } = torch.__version__;

    /// <summary>TorchSharp's version.</summary>
    public static string TorchSharp { get; } = typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>The kernels that libtorch dispatches to: what <c>ATEN_CPU_CAPABILITY</c> says where libtorch knows the word, else the best that the processor has.</summary>
    /// <remarks>Source: libtorch's DispatchStub, which asks for the same features and does not export what it chose.</remarks>
    public static string CpuCapability { get; } = Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY") switch
    {
        "default" => "default",
        "avx2" => "avx2",
        "avx512" => "avx512",
        _ => Best(),
    };

    private static string Best()
    {
        if (Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported && Fma.IsSupported)
        {
            return "avx512";
        }

        return Avx2.IsSupported && Fma.IsSupported ? "avx2" : "default";
    }
}
