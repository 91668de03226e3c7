using System.Text.Json.Nodes;

namespace Athanor.Specs.Typed;

/// <summary>Gathers the definitions of a schema: each record and each family once, referred to by name, so that recursive specs end.</summary>
internal sealed class SchemaBuilder
{
    private readonly Dictionary<Type, string> _names = [];

    public JsonObject Definitions { get; } = [];

    public JsonObject Record(RecordType record, string? name = null) => Refer(record.Clr, name ?? record.Clr.Name, () => Describe(record));

    public JsonObject Union(UnionType union) => Refer(union.Family, union.Name, () => Describe(union));

    private JsonObject Refer(Type type, string name, Func<JsonObject> describe)
    {
        if (!_names.TryGetValue(type, out string? known))
        {
            known = _names.ContainsValue(name) ? type.FullName! : name;
            _names.Add(type, known);
            Definitions[known] = describe();
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{known}" };
    }

    private JsonObject Describe(UnionType union)
    {
        var choices = new JsonArray();
        foreach ((string name, Type type) in SpecCatalog.Members(union.Family))
        {
            RecordType member = SpecTypes.Record(type);
            bool bare = member.Properties.Values.All(property => !property.Required);
            JsonObject options = Record(member, $"{union.Name}.{name}");
            if (bare)
            {
                choices.Add(With(XmlDocs.Summary(type), new JsonObject { ["const"] = name }));
                options = new JsonObject { ["anyOf"] = new JsonArray(options, new JsonObject { ["type"] = "null" }) };
            }

            choices.Add(With(XmlDocs.Summary(type), new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [name] = options },
                ["required"] = new JsonArray(name),
                ["additionalProperties"] = false,
            }));
        }

        return With(XmlDocs.Summary(union.Family), new JsonObject { ["oneOf"] = choices });
    }

    private JsonObject Describe(RecordType record)
    {
        var properties = new JsonObject();
        foreach (SpecProperty property in record.Properties.Values)
        {
            JsonObject schema = property.Type.Schema(this);
            schema = property.AllowsNull ? new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) } : schema;
            if (!property.Required)
            {
                schema["default"] = property.Default?.DeepClone();
            }

            properties[property.Name] = With(XmlDocs.Summary(property.Clr), schema);
            if (property.Alias is { } alias)
            {
                properties[alias] = properties[property.Name]!.DeepClone();
            }
        }

        var described = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        JsonNode[] required = [.. record.Properties.Values.Where(property => property.Required).Select(property => (JsonNode)property.Name)];
        if (required.Length > 0)
        {
            described["required"] = new JsonArray(required);
        }

        return With(XmlDocs.Summary(record.Clr), described);
    }

    private static JsonObject With(string? description, JsonObject schema)
    {
        if (description is not null)
        {
            schema.Insert(0, "description", description);
        }

        return schema;
    }
}
