using System.Buffers.Binary;
using System.Text;
using Athanor.Persistence;
using Athanor.Specs;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Persistence;

public sealed class SafeTensorsTests : IDisposable
{
    private static readonly ScalarType[] Dtypes =
    [
        ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16,
        ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64, ScalarType.ComplexFloat32,
    ];

    private static readonly long[][] Shapes = [[], [0], [1], [7], [3, 0, 2], [2, 3], [2, 3, 4, 5]];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly string _folder = Directory.CreateTempSubdirectory("athanor-safetensors-").FullName;

    public static TheoryData<ScalarType> AllDtypes => [.. Dtypes];

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(AllDtypes))]
    public void Every_dtype_comes_back_bit_for_bit_in_every_shape(ScalarType dtype)
    {
        var written = Shapes.Index().ToDictionary(s => $"t{s.Index}", s => Random(s.Item, dtype), StringComparer.Ordinal);

        var read = RoundTrip(written);

        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), read.Keys);
        Assert.All(written, pair =>
        {
            Assert.Equal(dtype, read[pair.Key].dtype);
            Assert.Equal(pair.Value.shape, read[pair.Key].shape);
            Assert.Equal(pair.Value.bytes.ToArray(), read[pair.Key].bytes.ToArray());
        });
    }

    [Fact]
    public void Not_a_number_and_infinities_keep_their_bits()
    {
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon];
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), RoundTrip(new() { ["x"] = tensor(values) })["x"].data<float>().ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Views_are_written_as_the_numbers_that_they_show()
    {
        var matrix = arange(6, dtype: ScalarType.Float32).reshape(2, 3);
        var complex = torch.complex(tensor([1f, 2f]), tensor([3f, -4f]));
        var read = RoundTrip(new() { ["t"] = matrix.t(), ["column"] = matrix[TensorIndex.Colon, 1], ["conj"] = complex.conj() });
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], read["t"].data<float>().ToArray());
        Assert.Equal([1f, 4f], read["column"].data<float>().ToArray());
        Assert.Equal([-3f, 4f], read["conj"].imag.data<float>().ToArray());
    }

    [Fact]
    public void Parameters_that_ask_for_gradients_are_written_and_come_back_plain()
    {
        var weight = nn.Parameter(ones(2, 2));
        var read = RoundTrip(new() { ["weight"] = weight })["weight"];
        Assert.False(read.requires_grad);
        Assert.True(weight.requires_grad);
    }

    [Fact]
    public void The_bytes_depend_on_content_alone()
    {
        Gen.Shuffle(Enumerable.Range(0, 8).ToArray()).Sample(order =>
        {
            using var scope = NewDisposeScope();
            var tensors = order.ToDictionary(i => $"layer.{i}", i => full([i + 1], i, Dtypes[i]), StringComparer.Ordinal);
            var metadata = order.ToDictionary(i => $"m{i}", i => $"value {i}", StringComparer.Ordinal);
            Assert.Equal(Reference(), Bytes(tensors, metadata));
        });

        static byte[] Reference()
        {
            using var scope = NewDisposeScope();
            return Bytes(
                Enumerable.Range(0, 8).ToDictionary(i => $"layer.{i}", i => full([i + 1], i, Dtypes[i]), StringComparer.Ordinal),
                Enumerable.Range(0, 8).ToDictionary(i => $"m{i}", i => $"value {i}", StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_tensor_lies_at_a_multiple_of_its_elements_size()
    {
        byte[] bytes = Bytes(Dtypes.ToDictionary(d => d.ToString(), d => zeros([3], d), StringComparer.Ordinal));
        int header = checked((int)BinaryPrimitives.ReadInt64LittleEndian(bytes));
        Assert.Equal(0, header % 8);
        var parsed = SafeTensorsHeader.Parse(bytes.AsMemory(8, header), bytes.Length - 8 - header, "x");
        Assert.All(parsed.Entries, e => Assert.Equal(0, e.Begin % e.ElementBytes));
    }

    [Fact]
    public void Metadata_come_back()
    {
        string path = Path.Combine(_folder, "m.safetensors");
        SafeTensors.Write(path, new Dictionary<string, Tensor>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt", ["炉"] = "\"\n" });
        Assert.Equal([new("format", "pt"), new("炉", "\"\n")], SafeTensors.ReadMetadata(path));
        Assert.Empty(SafeTensors.Read(path));
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_is_cut()
    {
        byte[] whole = Bytes(new(StringComparer.Ordinal) { ["a"] = ones(2, 2), ["b"] = ones([3], ScalarType.Int64), ["c"] = zeros([5], ScalarType.Bool) });
        for (int length = 0; length < whole.Length; length++)
        {
            Refused(whole.AsSpan(0, length).ToArray());
        }
    }

    [Fact]
    public void A_file_with_a_byte_changed_is_read_or_refused_and_nothing_else_happens()
    {
        byte[] whole = Bytes(new(StringComparer.Ordinal) { ["a"] = ones(2, 2), ["b"] = ones([3], ScalarType.Int64) }, new(StringComparer.Ordinal) { ["k"] = "v" });
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            using var scope = NewDisposeScope();
            byte[] changed = [.. whole];
            changed[at] = value;
            try
            {
                SafeTensors.Read(new MemoryStream(changed), "fuzzed");
            }
            catch (RecipeException refusal)
            {
                Assert.Equal("bad-safetensors", refusal.Code);
            }
        });
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "something else follows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "cut short")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "takes 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""", "can't be")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "can't be")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,8]}}""", "can't be read")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", "F8_E4M3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "can't be read")]
    [InlineData("""{"a":5}""", "can't be read")]
    [InlineData("""[1]""", "can't be read")]
    [InlineData("""{"__metadata__":{"k":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "can't be read")]
    [InlineData("""{"a":""", "can't be read")]
    public void A_header_that_lies_is_refused_in_one_line(string header, string says)
    {
        var refusal = Refused(File8(header, dataBytes: 8));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("fuzzed: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_header_longer_than_the_format_allows_is_refused_before_memory_is_taken()
    {
        byte[] bytes = new byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, long.MaxValue);
        Assert.Contains("header would take", Refused(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_without_a_name_in_the_format_is_refused_by_the_tensors_name()
    {
        var refusal = Assert.Throws<RecipeException>(() => Bytes(new(StringComparer.Ordinal) { ["spectrum"] = zeros([1], ScalarType.ComplexFloat64) }));
        Assert.Equal(("unsupported-dtype", "spectrum"), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_beside_it()
    {
        string path = Path.Combine(_folder, "w.safetensors");
        SafeTensors.Write(path, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["a"] = ones(3) });
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<RecipeException>(() => SafeTensors.Write(path, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["a"] = zeros([1], ScalarType.ComplexFloat64) }));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Reading_and_writing_leak_no_tensor()
    {
        byte[] bytes = Bytes(new(StringComparer.Ordinal) { ["a"] = ones(4), ["b"] = ones(2, 2).t() });
        byte[] cut = bytes[..^1];
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            Bytes(new(StringComparer.Ordinal) { ["a"] = SafeTensors.Read(new MemoryStream(bytes), "x")["a"] });
        }

        foreach (var tensor in SafeTensors.Read(new MemoryStream(bytes), "x").Values)
        {
            tensor.Dispose();
        }

        Refused(cut);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Tensor Random(long[] shape, ScalarType dtype)
    {
        using var generator = new Generator(7);
        var bits = randint(0, 256, shape, ScalarType.Int64, generator: generator);
        return dtype == ScalarType.Bool ? bits.gt(127) : (bits - 128).to(dtype);
    }

    private static byte[] File8(string header, int dataBytes)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        return bytes;
    }

    private static RecipeException Refused(byte[] bytes)
    {
        var refusal = Assert.Throws<RecipeException>(() => SafeTensors.Read(new MemoryStream(bytes), "fuzzed"));
        Assert.Equal("bad-safetensors", refusal.Code);
        return refusal;
    }

    private static byte[] Bytes(Dictionary<string, Tensor> tensors, Dictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private IReadOnlyDictionary<string, Tensor> RoundTrip(Dictionary<string, Tensor> tensors)
    {
        string path = Path.Combine(_folder, "x.safetensors");
        SafeTensors.Write(path, tensors);
        return SafeTensors.Read(path);
    }
}
