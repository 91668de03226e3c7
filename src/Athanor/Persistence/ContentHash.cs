using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Athanor.Persistence;

/// <summary>SHA-256 as lower-case hexadecimal digits, the one hash by which contents are known here.</summary>
public static class ContentHash
{
    /// <summary>The hash of <paramref name="bytes"/>: 64 digits.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The hash of the canonical JSON of <paramref name="node"/>, so that the order of keys does not count.</summary>
    public static string Of(JsonNode? node) => Of(CanonicalJson.ToBytes(node));

    /// <summary>The hash of a file's content, read as a stream.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
