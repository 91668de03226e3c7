using System.Runtime.CompilerServices;
using Athanor.Benchmarks;
using Athanor.Optimization;

// TorchSharp may be touched first, and the library's handler must stand by then.
RuntimeHelpers.RunModuleConstructor(typeof(Optimizer).Module.ModuleHandle);

var benchmarks = new SortedDictionary<string, Action>(StringComparer.Ordinal)
{
    ["batches"] = BatchesBenchmark.Run,
    ["checkpointing"] = CheckpointingBenchmark.Run,
    ["clipping"] = ClippingBenchmark.Run,
    ["epoch"] = EpochBenchmark.Run,
    ["optimizer"] = OptimizerBenchmark.Run,
    ["precision"] = PrecisionBenchmark.Run,
    ["study"] = StudyBenchmark.Run,
    ["time-profile"] = TimeProfileReport.Run,
    ["watching"] = WatchingBenchmark.Run,
};

foreach (string name in args)
{
    if (!benchmarks.TryGetValue(name, out Action? run))
    {
        Console.Error.WriteLine($"no benchmark '{name}'; there are: {string.Join(", ", benchmarks.Keys)}");
        return 2;
    }

    run();
}

return 0;
