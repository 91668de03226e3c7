using System.IO.Compression;
using System.Text;
using Athanor.Data;

namespace Athanor.Tests.Data.Formats;

/// <summary>A folder for one test, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("athanor-data-").FullName;

    public DataContext Context => new(_path);

    public void Write(string name, byte[] bytes)
    {
        using FileStream file = File.Create(Path.Combine(_path, name));
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var packed = new GZipStream(file, CompressionLevel.Fastest);
            packed.Write(bytes);
        }
        else
        {
            file.Write(bytes);
        }
    }

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public byte[] Packed(string name) => File.ReadAllBytes(Path.Combine(_path, name));

    public void WriteRaw(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_path, name), bytes);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
