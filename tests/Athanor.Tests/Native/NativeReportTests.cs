using Athanor.Native;
using TorchSharp;

namespace Athanor.Tests.Native;

public sealed class NativeReportTests
{
    [Fact]
    public void It_names_what_was_loaded_and_from_where()
    {
        NativeReport report = NativeReport.Make();

        Assert.True(report.Loaded, string.Join("; ", report.Missing));
        Assert.Contains(report.Libraries, library => library.Name.Contains("LibTorchSharp", StringComparison.Ordinal));
        Assert.Contains(report.Libraries, library => library.Name.Contains("torch_cpu", StringComparison.Ordinal));
        Assert.All(report.Libraries, library => Assert.True(File.Exists(library.Path), library.Path));
        Assert.StartsWith("0.107", report.TorchSharpVersion, StringComparison.Ordinal);
        Assert.StartsWith("2.10", report.LibTorchVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_and_threads_are_those_of_libtorch()
    {
        NativeReport report = NativeReport.Make();
        Assert.Equal(torch.cuda.is_available(), report.CudaDevices > 0);
        Assert.Equal(torch.get_num_threads(), report.Threads);
        Assert.Equal(report.CudaDevices == 0, report.Missing.Any(missing => missing.What.Contains("CUDA", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_the_kernels_use_the_processor_has()
    {
        NativeReport report = NativeReport.Make();
        Assert.Contains(report.CpuCapability, (string[])["default", "avx2", "avx512"]);
        Assert.True(report.CpuCapability != "avx2" || report.CpuFeatures["avx2"]);
        Assert.True(report.CpuCapability != "avx512" || report.CpuFeatures["avx512"]);
    }

    [Fact]
    public void On_Linux_the_features_are_those_that_the_kernel_lists()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc/cpuinfo");
        string flags = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) ?? "";
        string[] listed = flags.Split(' ');
        NativeReport report = NativeReport.Make();
        Assert.Equal(listed.Contains("avx2"), report.CpuFeatures["avx2"]);
        Assert.Equal(listed.Contains("avx512_bf16"), report.CpuFeatures["avx512_bf16"]);
        Assert.Equal(listed.Contains("amx_bf16"), report.CpuFeatures["amx_bf16"]);
    }
}
