using System.Diagnostics;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Native;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Fuzzing;

/// <summary>Holds a reader to its manners: it reads or refuses by a typed error, soon, and takes no more memory than the bytes justify.</summary>
internal static class Reading
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What libtorch, the formats and the catalogue take once for all is paid here, so that no reader is charged with it because it comes first.</summary>
    static Reading()
    {
        using DisposeScope scope = NewDisposeScope();
        using var file = new MemoryStream();
        SafeTensors.Write(file, new Dictionary<string, Tensor> { ["a"] = ones(2) }, new Dictionary<string, string>());
        file.Position = 0;
        SafeTensors.Read(file, "first");
        SpecReader.Read<Recipe>(DocumentReader.Parse("{ data: blobs, model: mlp, loss: cross-entropy, optimizer: sgd, epochs: 1 }"));
        using DataSource samples = new Blobs { Samples = 2 }.Load(new DataContext(Environment.CurrentDirectory));
        try
        {
            throw new RecipeException("first", "", "the first exception loads what describes it");
        }
        catch (RecipeException)
        {
            // Nothing was read.
        }
    }

    /// <summary>Reads once.</summary>
    /// <param name="bytes">How many bytes the reader is given.</param>
    /// <param name="read">Reads them; what it makes of them belongs to a dispose scope around it.</param>
    /// <param name="justified">Managed bytes allocated, and native bytes in use afterwards, for each byte given.</param>
    /// <param name="free">And for any.</param>
    public static void Behaves(long bytes, Action read, long justified = 500, long free = 16 << 20)
    {
        long watch = Stopwatch.GetTimestamp();
        long managed = GC.GetAllocatedBytesForCurrentThread();
        long? native = NativeHeap.BytesInUse();
        using (DisposeScope scope = NewDisposeScope())
        {
            try
            {
                read();
            }
            catch (RecipeException refusal)
            {
                Assert.False(string.IsNullOrWhiteSpace(refusal.Message));
                Assert.DoesNotContain('\n', refusal.Message);
                Assert.InRange(refusal.Message.Length, 1, 4000);
            }

            long most = free + (justified * bytes);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - managed, 0, most);
            Assert.True(NativeHeap.BytesInUse() - native is not { } grown || grown <= most, $"{NativeHeap.BytesInUse() - native} native bytes");
        }

        Assert.True(Stopwatch.GetElapsedTime(watch) < Patience, $"took {Stopwatch.GetElapsedTime(watch)}");
    }
}
