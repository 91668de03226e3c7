using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Specs.Typed;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanType : SpecType
{
    public override string Expected => "true or false";

    public override object Read(JsonNode? node, RecipePath at) =>
        node?.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Mismatch.At(at, Expected, node),
        };

    public override JsonNode Write(object value, bool fingerprint) => JsonValue.Create((bool)value);

    public override JsonObject Schema(SchemaBuilder schema) => new() { ["type"] = "boolean" };
}

/// <summary>A whole number; <c>1.0</c> is one.</summary>
internal sealed class IntegerType(Type clr) : SpecType
{
    private readonly (long Low, long High) _range = clr == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);

    public override string Expected => "a whole number";

    public override object Read(JsonNode? node, RecipePath at)
    {
        if (!Numbers.TryWhole(node, out long value))
        {
            throw Mismatch.At(at, Expected, node);
        }

        if (value < _range.Low || value > _range.High)
        {
            throw at.Refusal(ErrorCodes.OutOfRange, $"{value} is not within [{_range.Low}, {_range.High}]");
        }

        return clr == typeof(int) ? (object)(int)value : value;
    }

    public override JsonNode Write(object value, bool fingerprint) => JsonValue.Create(Convert.ToInt64(value));

    public override JsonObject Schema(SchemaBuilder schema) => new() { ["type"] = "integer" };
}

/// <summary>A real number, NaN and the infinities included.</summary>
internal sealed class RealType(Type clr) : SpecType
{
    public override string Expected => "a number";

    public override object Read(JsonNode? node, RecipePath at)
    {
        if (!Numbers.TryReal(node, out double value))
        {
            throw Mismatch.At(at, Expected, node);
        }

        // -0 would make two fingerprints of one value.
        value = value == 0 ? 0 : value;
        return clr == typeof(float) ? (object)(float)value : value;
    }

    public override JsonNode Write(object value, bool fingerprint) =>
        // Through the float's own shortest text: 0.1f is 0.1 in a document, not 0.10000000149011612.
        CanonicalJson.Number(value is float single ? double.Parse(single.ToString("R")) : (double)value);

    public override JsonObject Schema(SchemaBuilder schema) => new() { ["type"] = new JsonArray("number", "string"), ["pattern"] = "^(NaN|-?Infinity)$" };
}

/// <summary>Text.</summary>
internal sealed class TextType : SpecType
{
    public override string Expected => "text";

    public override object Read(JsonNode? node, RecipePath at) =>
        node?.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False =>
                throw at.Refusal(ErrorCodes.WrongType, $"expected text, found {Mismatch.Describe(node)}; write it in quotes"),
            _ => throw Mismatch.At(at, Expected, node),
        };

    public override JsonNode Write(object value, bool fingerprint) => JsonValue.Create((string)value);

    public override JsonObject Schema(SchemaBuilder schema) => new() { ["type"] = "string" };
}

/// <summary>One of an enum's values, in kebab case.</summary>
internal sealed class EnumType(Type clr) : SpecType
{
    private readonly Dictionary<string, object> _values =
        Enum.GetNames(clr).ToDictionary(JsonNamingPolicy.KebabCaseLower.ConvertName, name => Enum.Parse(clr, name), StringComparer.Ordinal);

    public override string Expected => _values.Count == 1 ? _values.Keys.First() : $"one of {string.Join(", ", _values.Keys)}";

    public override object Read(JsonNode? node, RecipePath at)
    {
        if (node?.GetValueKind() is not JsonValueKind.String)
        {
            throw Mismatch.At(at, Expected, node);
        }

        string name = node.GetValue<string>();
        return _values.TryGetValue(name, out object? value)
            ? value
            : throw at.Refusal(ErrorCodes.WrongType, $"expected {Expected}, found '{name}'{Suggestion.For(name, _values.Keys)}");
    }

    public override JsonNode Write(object value, bool fingerprint) => JsonValue.Create(JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!));

    public override void Validate(object value, RecipePath at) => at.Require(Enum.IsDefined(clr, value), $"{value} is none of {string.Join(", ", _values.Keys)}");

    public override JsonObject Schema(SchemaBuilder schema) => new() { ["enum"] = new JsonArray([.. _values.Keys.Select(name => (JsonNode)name)]) };
}
