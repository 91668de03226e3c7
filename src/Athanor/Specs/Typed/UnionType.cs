using System.Text.Json;
using System.Text.Json.Nodes;

namespace Athanor.Specs.Typed;

/// <summary>A family of which a document chooses one member by its key, or by its bare name where every option keeps its default.</summary>
internal sealed class UnionType(Type family) : SpecType
{
    public Type Family => family;

    public string Name { get; } = SpecCatalog.FamilyName(family);

    public override string Expected => $"the name of one {Name}, or {{ name: {{ options }} }}";

    public override object Read(JsonNode? node, RecipePath at)
    {
        (string name, JsonNode? options) = Choice(node, at);
        return Member(name, at).Read(options ?? new JsonObject(), at.Key(name));
    }

    public override JsonNode Write(object value, bool fingerprint) =>
        SpecCatalog.NameOf(value.GetType()) is { } name
            ? new JsonObject { [name] = SpecTypes.Record(value.GetType()).Write(value, fingerprint) }
            : throw new RecipeException(
                ErrorCodes.NotADocument, "", $"the {Name} {value.GetType()} has no [Spec(\"name\")], so that no document and no fingerprint can hold it");

    public override void Validate(object value, RecipePath at) =>
        SpecTypes.Record(value.GetType()).Validate(value, SpecCatalog.NameOf(value.GetType()) is { } name ? at.Key(name) : at);

    public override JsonNode Apply(JsonNode? canonical, JsonNode patch, RecipePath at)
    {
        (string name, JsonNode? options) = Choice(patch, at);
        return options is not null && Current(canonical) == name
            ? new JsonObject { [name] = Member(name, at).Apply(canonical![name], options, at.Key(name)) }
            : Normalize(patch, at);
    }

    public override JsonNode Difference(JsonNode from, JsonNode to)
    {
        string name = Current(to)!;
        return Current(from) == name ? new JsonObject { [name] = Member(name, RecipePath.Root).Difference(from[name]!, to[name]!) } : Compact(to);
    }

    public override JsonNode Compact(JsonNode canonical)
    {
        string name = Current(canonical)!;
        JsonObject options = Member(name, RecipePath.Root).Compact(canonical[name]!).AsObject();
        return options.Count == 0 ? JsonValue.Create(name) : new JsonObject { [name] = options };
    }

    public override IEnumerable<PatchLeaf> Leaves(JsonNode? canonical, JsonNode patch, RecipePath at)
    {
        (string name, JsonNode? options) = Choice(patch, at);
        return options is not null && Current(canonical) == name
            ? Member(name, at).Leaves(canonical![name], options, at.Key(name))
            : base.Leaves(canonical, patch, at);
    }

    public override JsonObject Schema(SchemaBuilder schema) => schema.Union(this);

    protected override JsonNode SetBelow(JsonNode? canonical, PathStep step, ReadOnlySpan<PathStep> rest, JsonNode? value, RecipePath at)
    {
        string key = step.Key ?? throw at.Refusal(ErrorCodes.UnknownKey, $"one {Name} stands here, which has no part '{step}'");
        IReadOnlyDictionary<string, Type> members = SpecCatalog.Members(family);
        string? current = Current(canonical);
        RecordType? member = current is null ? null : Member(current, at);
        if (key != current && member is not null && member.Properties.ContainsKey(key))
        {
            // The member's name may be left out: optimizer.lr is optimizer.adamw.lr.
            return new JsonObject { [current!] = member.Set(canonical![current!], [step, .. rest], value, at.Key(current!)) };
        }

        if (members.ContainsKey(key))
        {
            return new JsonObject { [key] = Member(key, at).Set(key == current ? canonical![key] : null, rest, value, at.Key(key)) };
        }

        IEnumerable<string> known = [.. member?.Properties.Keys ?? [], .. members.Keys];
        throw at.Key(key).Refusal(ErrorCodes.UnknownKey, $"neither an option of {current ?? "nothing"} nor a {Name}{Suggestion.For(key, known)}");
    }

    private static string? Current(JsonNode? canonical) => canonical?.AsObject().First().Key;

    private (string Name, JsonNode? Options) Choice(JsonNode? node, RecipePath at)
    {
        if (node?.GetValueKind() is JsonValueKind.String)
        {
            return (node.GetValue<string>(), null);
        }

        if (node is JsonObject { Count: 1 } choice)
        {
            return (choice.First().Key, choice.First().Value);
        }

        throw node is JsonObject { Count: > 1 } several
            ? at.Refusal(ErrorCodes.WrongType, $"expected {Expected}, found {several.Count} keys: {string.Join(", ", several.Select(entry => entry.Key))}")
            : Mismatch.At(at, Expected, node);
    }

    private RecordType Member(string name, RecipePath at)
    {
        IReadOnlyDictionary<string, Type> members = SpecCatalog.Members(family);
        return members.TryGetValue(name, out Type? type)
            ? SpecTypes.Record(type)
            : throw at.Refusal(ErrorCodes.UnknownMember, $"unknown {Name} '{name}'{Suggestion.For(name, members.Keys)}; known: {string.Join(", ", members.Keys)}");
    }
}
