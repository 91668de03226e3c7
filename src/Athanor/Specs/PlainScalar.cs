using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Athanor.Persistence;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Athanor.Specs;

/// <summary>The core schema of YAML 1.2: what a scalar means when nothing quotes it.</summary>
internal static partial class PlainScalar
{
    public static JsonNode? Resolve(Scalar scalar)
    {
        string tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        return (tag, scalar.Style) switch
        {
            ("", ScalarStyle.Plain) => Resolve(scalar.Value),
            ("" or "!" or "tag:yaml.org,2002:str", _) => JsonValue.Create(scalar.Value),
            ("tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null", _) => Resolve(scalar.Value),
            _ => throw TreeBuilder.Refusal(scalar.Start, $"the tag '{tag}' has no meaning here"),
        };
    }

    public static JsonNode? Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        ".nan" or ".NaN" or ".NAN" => CanonicalJson.Number(double.NaN),
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => CanonicalJson.Number(double.PositiveInfinity),
        "-.inf" or "-.Inf" or "-.INF" => CanonicalJson.Number(double.NegativeInfinity),
        _ => Number(text) ?? JsonValue.Create(text),
    };

    private static JsonValue? Number(string text)
    {
        if (Whole().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return JsonValue.Create(whole);
        }

        if (Based().IsMatch(text))
        {
            try
            {
                return JsonValue.Create(Convert.ToInt64(text[2..], text[1] == 'x' ? 16 : 8));
            }
            catch (OverflowException)
            {
                return null;
            }
        }

        return Real().IsMatch(text) ? CanonicalJson.Number(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)) : null;
    }

    [GeneratedRegex(@"\A[-+]?[0-9]+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A0(x[0-9a-fA-F]+|o[0-7]+)\z")]
    private static partial Regex Based();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Real();
}
