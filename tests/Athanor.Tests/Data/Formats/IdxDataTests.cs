using Athanor.Data;
using Athanor.Data.Formats;
using Athanor.Specs;
using CsCheck;
using static TorchSharp.torch;

namespace Athanor.Tests.Data.Formats;

public class IdxDataTests
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 102, 153, 204, 255];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1];

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    public void Images_and_labels_are_read_plain_and_packed(string extension)
    {
        using var folder = new TemporaryFolder();
        folder.Write("i" + extension, Images);
        folder.Write("l" + extension, Labels);
        long alive = DataFixtures.Alive;
        using (NewDisposeScope())
        using (DataSource source = new IdxData { Images = "i" + extension, Labels = "l" + extension }.Load(folder.Context))
        {
            Batch all = source.Samples.Gather(tensor([0L, 1, 2]));
            Assert.Equal([3L, 1, 1, 2], all.Inputs.shape);
            Assert.Equal([0f, 0.2f, 0.4f, 0.6f, 0.8f, 1f], all.Inputs.data<float>().Select(v => MathF.Round(v, 6)));
            Assert.Equal([2L, 0, 1], all.Target.data<long>());
            Assert.Equal((TaskKind.MultiClass, 3L), (source.Task.Kind, source.Task.Outputs));
            Assert.Null(source.Test);
        }

        Assert.Equal(alive, DataFixtures.Alive);
    }

    [Fact]
    public void A_test_part_of_their_own_is_kept_apart()
    {
        using var folder = new TemporaryFolder();
        folder.Write("i", Images);
        folder.Write("l", Labels);
        folder.Write("ti", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2]);
        folder.Write("tl", [0, 0, 8, 1, 0, 0, 0, 1, 3]);
        using DataSource source = new IdxData { Images = "i", Labels = "l", TestImages = "ti", TestLabels = "tl" }.Load(folder.Context);
        Assert.Equal((3, 1, 4), (source.Samples.Count, source.Test!.Count, source.Task.Outputs));
        Assert.Equal(4, new IdxData { Images = "i", Labels = "l", TestImages = "ti", TestLabels = "tl" }.Files(folder.Context).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cut_at_any_byte_a_file_is_refused_and_nothing_else_happens(bool packed)
    {
        using var folder = new TemporaryFolder();
        string extension = packed ? ".gz" : "";
        folder.Write("l", Labels);
        folder.Write("i" + extension, Images);
        byte[] whole = folder.Packed("i" + extension);
        for (int length = 0; length < whole.Length; length++)
        {
            folder.WriteRaw("cut" + extension, whole[..length]);
            try
            {
                using DataSource source = new IdxData { Images = "cut" + extension, Labels = "l" }.Load(folder.Context);
                Assert.Fail($"{length} of {whole.Length} bytes were taken for the whole");
            }
            catch (RecipeException refusal)
            {
                Assert.Equal("data.idx.images", refusal.Path);
                Assert.StartsWith($"data.idx.images: cut{extension}: is ", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Bool, Gen.Bool).Sample((bytes, withMagic, packed) =>
        {
            using var folder = new TemporaryFolder();
            string name = packed ? "i.gz" : "i";
            folder.Write("l", Labels);
            folder.WriteRaw(name, withMagic ? [0, 0, 8, 3, .. bytes] : bytes);
            try
            {
                new IdxData { Images = name, Labels = "l" }.Load(folder.Context).Dispose();
            }
            catch (RecipeException refusal)
            {
                Assert.DoesNotContain('\n', refusal.Message);
            }
        }, iter: 300);

    public static TheoryData<byte[], byte[], string, string> Broken => new()
    {
        { [], Labels, "empty-file", "data.idx.images: i: is truncated within its header" },
        { [0, 0, 8, 3, 0, 0], Labels, "truncated-file", "data.idx.images: i: is truncated within its header" },
        { [31, 139, 8, 0, 1], Labels, "not-idx", "data.idx.images: i: is no IDX file: it begins with 1F8B0800, not 0000…" },
        { [0, 0, 13, 3, 0, 0], Labels, "not-idx", "data.idx.images: i: holds elements of type 0x0D; only unsigned bytes (0x08) are read" },
        { Labels, Labels, "not-idx", "data.idx.images: i: has 1 axes where 3 to 4 are wanted; are images and labels exchanged?" },
        { Images[..^2], Labels, "truncated-file", "data.idx.images: i: is truncated: 4 of the 6 bytes of its shape [3, 1, 2] are there" },
        { [.. Images, 7], Labels, "broken-file", "data.idx.images: i: goes on after the 6 bytes that its header tells of" },
        { [0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2], Labels, "empty-file", "data.idx.images: i: is empty: its shape is [0, …]" },
        { [0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 2], Labels, "file-too-large", "data.idx.images: i: says it holds more than 2,147,483,591 bytes, which is too large" },
        { Images, [0, 0, 8, 1, 0, 0, 0, 2, 2, 0], "length-mismatch", "data.idx.labels: l: has 2 labels for the 3 images of i" },
        { Images, [0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 9], "label-out-of-range", "data.idx.labels: l: label 2 is 9; with 5 classes labels are 0 … 4" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Broken_files_are_refused_by_name(byte[] images, byte[] labels, string code, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write("i", images);
        folder.Write("l", labels);
        var refusal = Assert.Throws<RecipeException>(() => new IdxData { Images = "i", Labels = "l", Classes = 5 }.Load(folder.Context));
        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void A_large_header_over_few_bytes_claims_no_memory()
    {
        using var folder = new TemporaryFolder();
        folder.Write("l", Labels);
        folder.Write("i", [0, 0, 8, 3, 0x40, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<RecipeException>(() => new IdxData { Images = "i", Labels = "l" }.Load(folder.Context));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Absent_files_and_half_a_test_part_are_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("i", Images);
        var absent = Assert.Throws<RecipeException>(() => new IdxData { Images = "i", Labels = "no" }.Load(folder.Context));
        Assert.StartsWith("data.idx.labels: no: there is no file /", absent.Message, StringComparison.Ordinal);
        var half = Assert.Throws<RecipeException>(() => new IdxData { Images = "i", Labels = "i", TestImages = "x" }.Load(folder.Context));
        Assert.Equal("data.idx: testImages and testLabels are given both or neither", half.Message);
    }
}
