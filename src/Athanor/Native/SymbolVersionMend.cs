using System.Buffers.Binary;
using System.Text;

namespace Athanor.Native;

/// <summary>Makes an ELF library's demand for one symbol version a weak one, so that an older system library still satisfies the loader.</summary>
/// <remarks>
/// TorchSharp's native part is built against a libstdc++ that is newer than that of Debian 12, Ubuntu 22.04 or RHEL 9 and demands
/// <c>GLIBCXX_3.4.32</c> for a single initializer that it never calls. The demand is a record in the section of type
/// SHT_GNU_verneed (System V ABI, gABI extension "Symbol Versioning"): setting VER_FLG_WEAK in it is all that is needed.
/// </remarks>
internal static class SymbolVersionMend
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    /// <summary>Sets the weak flag in place wherever <paramref name="image"/> needs <paramref name="version"/>.</summary>
    /// <returns>Whether anything was changed: false for other formats, or where the version is not needed or weak already.</returns>
    public static bool Weaken(Span<byte> image, string version)
    {
        if (!IsElf64LittleEndian(image))
        {
            return false;
        }

        uint hash = ElfHash(version);
        bool changed = false;
        foreach (Section section in Sections(image))
        {
            if (section.Type == VersionNeedSection)
            {
                changed |= WeakenIn(image, section, hash);
            }
        }

        return changed;
    }

    /// <summary>The hash by which ELF names versions (gABI, "Hash Table").</summary>
    internal static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (byte letter in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf0000000;
            hash ^= high >> 24;
            hash &= ~high;
        }

        return hash;
    }

    private static bool IsElf64LittleEndian(ReadOnlySpan<byte> image) =>
        image.Length >= 64 && image[..4].SequenceEqual("\u007fELF"u8) && image[4] == 2 && image[5] == 1;

    private static List<Section> Sections(ReadOnlySpan<byte> image)
    {
        int table = checked((int)BinaryPrimitives.ReadInt64LittleEndian(image[0x28..]));
        int entrySize = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3a..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3c..]);
        var sections = new List<Section>(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = image.Slice(table + (i * entrySize), entrySize);
            sections.Add(new Section(
                BinaryPrimitives.ReadUInt32LittleEndian(entry[0x04..]),
                checked((int)BinaryPrimitives.ReadInt64LittleEndian(entry[0x18..])),
                BinaryPrimitives.ReadInt32LittleEndian(entry[0x2c..])));
        }

        return sections;
    }

    private static bool WeakenIn(Span<byte> image, Section section, uint hash)
    {
        bool changed = false;
        int need = section.Offset;
        for (int i = 0; i < section.Info; i++)
        {
            int auxiliaries = BinaryPrimitives.ReadUInt16LittleEndian(image[(need + 2)..]);
            int auxiliary = need + BinaryPrimitives.ReadInt32LittleEndian(image[(need + 8)..]);
            for (int k = 0; k < auxiliaries; k++)
            {
                Span<byte> flags = image.Slice(auxiliary + 4, 2);
                ushort value = BinaryPrimitives.ReadUInt16LittleEndian(flags);
                if (BinaryPrimitives.ReadUInt32LittleEndian(image[auxiliary..]) == hash && (value & WeakFlag) == 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(value | WeakFlag));
                    changed = true;
                }

                auxiliary += BinaryPrimitives.ReadInt32LittleEndian(image[(auxiliary + 12)..]);
            }

            need += BinaryPrimitives.ReadInt32LittleEndian(image[(need + 12)..]);
        }

        return changed;
    }

    private readonly record struct Section(uint Type, int Offset, int Info);
}
