using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

[Trait("Category", "Golden")]
public sealed class SafeTensorsGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Files
    {
        get
        {
            string? root = GoldenFolder.Root;
            return Directory.Exists(root)
                ? Directory.EnumerateFiles(root, "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                    .Select(f => new TheoryDataRow<string>(Path.GetRelativePath(root, f)))
                : [new TheoryDataRow<string>("absent") { Skip = "the reference values are absent: set ATHANOR_GOLDEN or put them at ../shared/golden" }];
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_of_the_reference_implementation_is_read_and_written_again_byte_for_byte(string file)
    {
        using var scope = NewDisposeScope();
        string path = GoldenFolder.Path(file);
        using var written = new MemoryStream();

        SafeTensors.Write(written, SafeTensors.Read(path), SafeTensors.ReadMetadata(path));

        Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(written.ToArray()), $"{file} is written with other bytes");
    }
}
