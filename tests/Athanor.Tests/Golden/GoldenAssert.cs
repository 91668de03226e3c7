using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Athanor.Tests.Golden;

/// <summary>Compares what was computed with what a case expects.</summary>
internal static class GoldenAssert
{
    /// <summary>
    /// Every expected value is there and agrees: numbers within the tolerance; whole numbers (written without point or exponent), booleans,
    /// strings, null and the lengths of arrays exactly.
    /// </summary>
    /// <param name="golden">The case.</param>
    /// <param name="actual">Dictionaries by name or objects with properties of these names, arrays, numbers, strings, booleans, null.</param>
    /// <param name="tolerance">The convention of the case's folder.</param>
    public static void Agrees(GoldenCase golden, object? actual, GoldenTolerance tolerance)
    {
        var differences = new List<string>();
        Compare(golden, "expected", golden.Expected, actual, tolerance, differences);
        if (differences.Count > 0)
        {
            Assert.Fail($"{golden.File}: {golden.Name}: {string.Join("; ", differences.Take(10))}");
        }
    }

    private static void Compare(GoldenCase golden, string at, JsonElement expected, object? actual, GoldenTolerance tolerance, List<string> differences)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object when actual is not null:
                foreach (JsonProperty property in expected.EnumerateObject())
                {
                    if (TryMember(actual, property.Name, out object? member))
                    {
                        Compare(golden, $"{at}.{property.Name}", property.Value, member, tolerance, differences);
                    }
                    else
                    {
                        differences.Add($"{at}.{property.Name} was not computed");
                    }
                }

                break;
            case JsonValueKind.Array when actual is IEnumerable items and not string:
                object?[] list = [.. items.Cast<object?>()];
                if (list.Length != expected.GetArrayLength())
                {
                    differences.Add($"{at} has {list.Length} items, not {expected.GetArrayLength()}");
                    break;
                }

                for (int i = 0; i < list.Length; i++)
                {
                    Compare(golden, $"{at}[{i}]", expected[i], list[i], tolerance, differences);
                }

                break;
            default:
                if (!LeafAgrees(golden, expected, actual, tolerance))
                {
                    differences.Add(string.Create(CultureInfo.InvariantCulture, $"{at} is {actual ?? "null"}, not {expected.GetRawText()}"));
                }

                break;
        }
    }

    private static bool LeafAgrees(GoldenCase golden, JsonElement expected, object? actual, GoldenTolerance tolerance) => expected.ValueKind switch
    {
        JsonValueKind.Null => actual is null,
        JsonValueKind.True => actual is true,
        JsonValueKind.False => actual is false,
        JsonValueKind.String when actual is double or float => expected.AsDouble().Equals(Convert.ToDouble(actual, CultureInfo.InvariantCulture)),
        JsonValueKind.String => actual is string text && text == expected.GetString(),
        JsonValueKind.Number when IsWhole(expected) => actual is IConvertible and not string and not bool
            && Convert.ToDouble(actual, CultureInfo.InvariantCulture) == expected.GetDouble(),
        JsonValueKind.Number => actual is IConvertible and not string and not bool
            && tolerance.Agree(golden, expected.GetDouble(), Convert.ToDouble(actual, CultureInfo.InvariantCulture)),
        _ => false,
    };

    private static bool IsWhole(JsonElement number) => number.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static bool TryMember(object actual, string name, out object? member)
    {
        if (actual is IDictionary dictionary)
        {
            member = dictionary[name];
            return dictionary.Contains(name);
        }

        System.Reflection.PropertyInfo? property = actual.GetType().GetProperty(name);
        member = property?.GetValue(actual);
        return property is not null;
    }
}
