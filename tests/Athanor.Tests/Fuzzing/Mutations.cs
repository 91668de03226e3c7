using System.Text;
using CsCheck;

namespace Athanor.Tests.Fuzzing;

/// <summary>Bytes that somebody might hand to a reader: at random, and valid files with something wrong.</summary>
internal static class Mutations
{
    private static readonly string[] Tokens =
    [
        "999999999999999999999999", "-1", "1e308", "-1e999", "0", "NaN", "null", "\"\"", "[", "]", "{", "}", "{}", "[]", ",", ":", "\n", "\r\n", "\t", " ", "\"", "'", "&a ", "*a ", "!!x ", "---\n", "...\n", "? ",
        "- ", "| ", "> ", "%", "#", "\0", "\uFEFF", "\uD83D\uDD25", "9007199254740993", "2147483648", "4294967295", "1152921504606846976", "0x7fffffffffffffff", "true", "${HOME}", "../../x",
    ];

    /// <summary>One of: random bytes; <paramref name="valid"/> cut, with bits flipped, a piece of itself elsewhere, a token put in, a number replaced, or several of these.</summary>
    public static Gen<byte[]> Of(byte[] valid)
    {
        Gen<byte[]> random = Gen.Byte.Array[0, 300];
        Gen<Func<byte[], byte[]>> change = Gen.OneOf(Cut, Flip, Splice, Insert, Replace, Nest);
        return Gen.Frequency((1, random), (6, change.Array[1, 4].Select(changes => changes.Aggregate(valid, (bytes, each) => each(bytes)))));
    }

    private static Gen<Func<byte[], byte[]>> Cut => Gen.Double[0, 1].Select<double, Func<byte[], byte[]>>(at => bytes => bytes[..(int)(at * bytes.Length)]);

    private static Gen<Func<byte[], byte[]>> Flip => Gen.Select(Gen.Double[0, 0.9999], Gen.Int[0, 7]).Array[1, 8].Select<(double At, int Bit)[], Func<byte[], byte[]>>(flips => bytes =>
    {
        byte[] flipped = [.. bytes];
        foreach ((double at, int bit) in flips)
        {
            if (flipped.Length > 0)
            {
                flipped[(int)(at * flipped.Length)] ^= (byte)(1 << bit);
            }
        }

        return flipped;
    });

    private static Gen<Func<byte[], byte[]>> Splice => Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1]).Select<(double, double, double), Func<byte[], byte[]>>(cuts => bytes =>
    {
        int from = (int)(cuts.Item1 * bytes.Length), to = (int)(from + (cuts.Item2 * (bytes.Length - from))), at = (int)(cuts.Item3 * bytes.Length);
        return [.. bytes[..at], .. bytes[from..to], .. bytes[at..]];
    });

    private static Gen<Func<byte[], byte[]>> Insert => Gen.Select(Gen.Double[0, 1], OneOf(Tokens), Gen.Int[1, 20]).Select<(double, string, int), Func<byte[], byte[]>>(what => bytes =>
    {
        int at = (int)(what.Item1 * bytes.Length);
        return [.. bytes[..at], .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(what.Item2, what.Item3))), .. bytes[at..]];
    });

    /// <summary>Puts a token in the place of a run of digits.</summary>
    private static Gen<Func<byte[], byte[]>> Replace => Gen.Select(Gen.Double[0, 1], OneOf(Tokens)).Select<(double, string), Func<byte[], byte[]>>(what => bytes =>
    {
        int from = (int)(what.Item1 * bytes.Length);
        while (from < bytes.Length && !char.IsAsciiDigit((char)bytes[from]))
        {
            from++;
        }

        int to = from;
        while (to < bytes.Length && char.IsAsciiDigit((char)bytes[to]))
        {
            to++;
        }

        return [.. bytes[..from], .. Encoding.UTF8.GetBytes(what.Item2), .. bytes[to..]];
    });

    private static Gen<Func<byte[], byte[]>> Nest => Gen.Select(Gen.Double[0, 1], OneOf(["[", "{\"a\":", "{a: ", "- ", "a:\n "]), Gen.Int[1, 3000]).Select<(double, string, int), Func<byte[], byte[]>>(what => bytes =>
    {
        int at = (int)(what.Item1 * bytes.Length);
        return [.. bytes[..at], .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(what.Item2, what.Item3))), .. bytes[at..]];
    });

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
