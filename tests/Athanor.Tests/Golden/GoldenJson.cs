using System.Globalization;
using System.Text.Json;

namespace Athanor.Tests.Golden;

/// <summary>Readers for the values that cases hold.</summary>
internal static class GoldenJson
{
    extension(JsonElement element)
    {
        /// <summary>A double, written as a number or as "NaN", "Infinity", "-Infinity".</summary>
        public double AsDouble() => element.ValueKind == JsonValueKind.String
            ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
            : element.GetDouble();

        /// <summary>A double, or null where the value does not exist.</summary>
        public double? AsOptionalDouble() => element.ValueKind == JsonValueKind.Null ? null : element.AsDouble();

        public double[] AsDoubles() => [.. element.EnumerateArray().Select(e => e.AsDouble())];

        public double[][] AsMatrix() => [.. element.EnumerateArray().Select(e => e.AsDoubles())];

        public int[] AsInts() => [.. element.EnumerateArray().Select(e => e.GetInt32())];

        public int[][] AsIntMatrix() => [.. element.EnumerateArray().Select(e => e.AsInts())];

        public string[] AsStrings() => [.. element.EnumerateArray().Select(e => e.GetString()!)];

        public double Number(string name) => element.GetProperty(name).AsDouble();

        public double[] Numbers(string name) => element.GetProperty(name).AsDoubles();

        public double[][] Matrix(string name) => element.GetProperty(name).AsMatrix();

        public int Int(string name) => element.GetProperty(name).GetInt32();

        public int[][] IntMatrix(string name) => element.GetProperty(name).AsIntMatrix();

        public string Text(string name) => element.GetProperty(name).GetString()!;

        public bool Flag(string name) => element.GetProperty(name).GetBoolean();

        /// <summary>The names under <paramref name="name"/>, none where the property is absent.</summary>
        public string[] Texts(string name) => element.TryGetProperty(name, out JsonElement values) ? values.AsStrings() : [];
    }
}
