using System.Security.Cryptography;
using System.Text;
using Athanor.Native;

namespace Athanor.Tests.Native;

public sealed class SymbolVersionMendTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void The_hash_is_that_of_the_ELF_specification()
    {
        Assert.Equal(0x0d696910u, SymbolVersionMend.ElfHash("GLIBC_2.0"));
        Assert.Equal(0x09691a75u, SymbolVersionMend.ElfHash("GLIBC_2.2.5"));
    }

    [Fact]
    public void Only_the_flag_of_the_demanded_version_changes()
    {
        byte[] original = Library();
        byte[] mended = [.. original];

        Assert.True(SymbolVersionMend.Weaken(mended, Version));

        int[] changed = [.. Enumerable.Range(0, original.Length).Where(i => original[i] != mended[i])];
        int at = Assert.Single(changed);
        Assert.Equal(original[at] | 2, mended[at]);
        Assert.Equal(SymbolVersionMend.ElfHash(Version), BitConverter.ToUInt32(mended, at - 4));
    }

    [Fact]
    public void A_second_mend_changes_nothing()
    {
        byte[] mended = Library();
        SymbolVersionMend.Weaken(mended, Version);
        byte[] twice = [.. mended];

        Assert.False(SymbolVersionMend.Weaken(twice, Version));

        Assert.True(mended.AsSpan().SequenceEqual(twice));
    }

    [Fact]
    public void A_version_that_is_not_demanded_changes_nothing() => Assert.False(SymbolVersionMend.Weaken(Library(), "GLIBCXX_9.9.99"));

    [Theory]
    [InlineData("")]
    [InlineData("MZ")]
    [InlineData("not a library at all, but long enough to hold the header of one: sixty-four bytes and more")]
    public void Other_formats_are_left_alone(string content)
    {
        byte[] image = Encoding.ASCII.GetBytes(content);
        Assert.False(SymbolVersionMend.Weaken(image, Version));
        Assert.Equal(content, Encoding.ASCII.GetString(image));
    }

    [Fact]
    public void The_mended_copy_is_written_once_and_the_original_stays()
    {
        string original = LibraryPath();
        byte[] digest = SHA256.HashData(File.ReadAllBytes(original));
        string folder = Directory.CreateTempSubdirectory("athanor-mend-").FullName;
        try
        {
            string copy = NativeLoader.MendedCopy(original, folder)!;
            DateTime written = File.GetLastWriteTimeUtc(copy);

            Assert.Equal(copy, NativeLoader.MendedCopy(original, folder));

            Assert.Equal(written, File.GetLastWriteTimeUtc(copy));
            Assert.Equal([copy], Directory.GetFiles(folder));
            Assert.Equal(digest, SHA256.HashData(File.ReadAllBytes(original)));
            Assert.Null(NativeLoader.MendedCopy(copy, Path.Combine(folder, "again")));
            Assert.False(Directory.Exists(Path.Combine(folder, "again")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Library() => File.ReadAllBytes(LibraryPath());

    /// <summary>TorchSharp's library as its package brings it.</summary>
    private static string LibraryPath()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the mend is for Linux");
        return new[] { Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"), AppContext.BaseDirectory }
            .Select(folder => Path.Combine(folder, "libLibTorchSharp.so")).First(File.Exists);
    }
}
