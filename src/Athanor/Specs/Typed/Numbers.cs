using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Athanor.Specs.Typed;

/// <summary>Numbers out of nodes, whatever C# type or text lies behind a node.</summary>
internal static class Numbers
{
    // Beyond 2^53 a double no longer tells neighbouring whole numbers apart.
    private const double ExactlyWhole = 9007199254740992;

    public static bool TryWhole(JsonNode? node, out long value)
    {
        value = 0;
        if (node?.GetValueKind() is not JsonValueKind.Number)
        {
            return false;
        }

        if (long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        double real = double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
        value = double.IsInteger(real) && Math.Abs(real) <= ExactlyWhole ? (long)real : 0;
        return double.IsInteger(real) && Math.Abs(real) <= ExactlyWhole;
    }

    public static bool TryReal(JsonNode? node, out double value)
    {
        if (node?.GetValueKind() is JsonValueKind.Number)
        {
            value = double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
            return true;
        }

        double? named = node?.GetValueKind() is not JsonValueKind.String ? null : node.GetValue<string>() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        };
        value = named ?? 0;
        return named is not null;
    }
}
