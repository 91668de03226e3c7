using System.Buffers.Binary;
using System.IO.Compression;

namespace Athanor.Data.Formats;

/// <summary>A gzip file unpacked as it is read, in constant memory; what is not whole, or unpacks without measure, throws <see cref="InvalidDataException"/>.</summary>
/// <remarks>
/// The system takes a file that is cut for a shorter one, so the length is compared with what the file's last bytes say. A small file that would unpack to very
/// much is refused before it fills the memory: data of that kind come unpacked.
/// </remarks>
internal sealed class PackedStream : Stream
{
    private const long MostBytes = 1L << 24;
    private const long MostRatio = 100;

    private readonly GZipStream _packed;
    private readonly uint _length;
    private readonly long _mostBytes;
    private long _read;

    /// <summary>Unpacks <paramref name="file"/> from its beginning; the caller goes on owning it.</summary>
    public PackedStream(FileStream file)
    {
        Span<byte> length = stackalloc byte[4];
        file.Seek(-Math.Min(file.Length, length.Length), SeekOrigin.End);
        bool whole = file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) == length.Length;
        _length = whole ? BinaryPrimitives.ReadUInt32LittleEndian(length) : throw new InvalidDataException();
        _mostBytes = Math.Max(MostBytes, MostRatio * file.Length);
        file.Position = 0;
        _packed = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _packed.Read(buffer);
        _read += read;
        return (read > 0 || buffer.Length == 0 || (uint)_read == _length) && _read <= _mostBytes ? read : throw new InvalidDataException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _packed.Dispose();
        base.Dispose(disposing);
    }
}
