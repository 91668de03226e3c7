namespace Athanor.Data;

/// <summary>Logarithm, sine and cosine from additions, multiplications and divisions alone.</summary>
/// <remarks>
/// The system's own functions may differ in the last bit from one system to the next, and with them every task made from a seed.
/// IEEE 754 fixes the four operations and the square root, so these don't differ. Accurate to about 2e-16 of the result (of 1 for sine and cosine).
/// </remarks>
internal static class PortableMath
{
    private const double Ln2 = 0.69314718055994530942;

    // π/2 in three parts, the first two with so few digits that their products with a small whole number are exact (Cody and Waite 1980).
    private const double HalfPiHigh = 1.57079632673412561417;
    private const double HalfPiMiddle = 6.07710050630396597660e-11;
    private const double HalfPiLow = 2.02226624879595063154e-21;

    /// <summary>The natural logarithm of a positive, normal number.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1023L << 52));
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        // log m = 2·artanh((m − 1)/(m + 1)), whose argument is below 0.172 here.
        double s = (mantissa - 1) / (mantissa + 1);
        double square = s * s;
        double series = 0;
        for (int k = 21; k >= 1; k -= 2)
        {
            series = (series * square) + (1.0 / k);
        }

        return (exponent * Ln2) + (2 * s * series);
    }

    /// <summary>Sine and cosine of an angle in radians (a few turns at most).</summary>
    public static (double Sin, double Cos) SinCos(double radians)
    {
        double quarter = Math.Round(radians / (Math.PI / 2));
        double x = radians - (quarter * HalfPiHigh) - (quarter * HalfPiMiddle) - (quarter * HalfPiLow);
        double square = x * x;
        double sin = 0;
        double cos = 0;
        for (int k = 18; k >= 2; k -= 2)
        {
            cos = (1 - cos) * square / (k * (k - 1));
            sin = (1 - sin) * square / (k * (k + 1));
        }

        (sin, cos) = (x * (1 - sin), 1 - cos);
        return ((long)quarter & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }
}
