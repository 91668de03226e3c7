using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

/// <summary>The tensors of a case, from the safetensors file beside its .json. The current dispose scope owns what is read.</summary>
internal sealed class GoldenTensors
{
    private static readonly ConcurrentDictionary<string, (byte[] Bytes, JsonElement Header)> Files = new(StringComparer.Ordinal);

    private readonly GoldenCase _golden;
    private readonly byte[] _bytes;
    private readonly JsonElement _header;

    private GoldenTensors(GoldenCase golden, byte[] bytes, JsonElement header)
    {
        _golden = golden;
        _bytes = bytes;
        _header = header;
    }

    public static GoldenTensors Of(GoldenCase golden)
    {
        string path = GoldenFolder.Path(Path.ChangeExtension(golden.File, ".safetensors"));
        (byte[] bytes, JsonElement header) = Files.GetOrAdd(path, Read);
        return new GoldenTensors(golden, bytes, header);
    }

    /// <summary>The case's tensor called <paramref name="name"/>, float32 or int64.</summary>
    public Tensor this[string name] => Find(name) ?? throw new KeyNotFoundException($"{_golden.File}: {_golden.Name} has no tensor '{name}'");

    /// <summary>The case's tensor called <paramref name="name"/>, or null.</summary>
    public Tensor? Find(string name)
    {
        if (!_header.TryGetProperty($"{_golden.Name}/{name}", out JsonElement entry))
        {
            return null;
        }

        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        int[] offsets = entry.GetProperty("data_offsets").AsInts();
        int start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(_bytes);
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(start + offsets[0], offsets[1] - offsets[0]);
        return entry.Text("dtype") switch
        {
            "F32" => tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), shape),
            "I64" => tensor(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), shape),
            var other => throw new InvalidOperationException($"{_golden.File}: {_golden.Name}/{name}: no test reads {other}"),
        };
    }

    /// <summary>Fails unless <paramref name="actual"/> agrees with the case's tensor called <paramref name="name"/>, element by element.</summary>
    public void Agree(string name, Tensor? actual)
    {
        Assert.True(actual is not null, $"{_golden.File}: {_golden.Name}/{name} was not computed");
        using var scope = NewDisposeScope();
        Tensor expected = this[name];
        Assert.Equal(expected.shape, actual.shape);
        Tensor there = expected.to_type(ScalarType.Float64).flatten();
        Tensor here = actual.detach().to_type(ScalarType.Float64).flatten();
        Tensor error = (here - there).abs();
        Tensor agrees = (error <= (there.abs() * _golden.Tolerance) + (_golden.AbsoluteTolerance ?? 0)).logical_or(here == there).logical_or(here.isnan().logical_and(there.isnan()));
        if (!agrees.all().item<bool>())
        {
            long at = error.masked_fill(agrees, -1).argmax().item<long>();
            Assert.Fail($"{_golden.File}: {_golden.Name}/{name}[{at}] is {here[at].item<double>()}, not {there[at].item<double>()}");
        }
    }

    private static (byte[] Bytes, JsonElement Header) Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        return (bytes, header.RootElement.Clone());
    }
}
