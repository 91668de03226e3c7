using System.Reflection;
using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Specs.Typed;

/// <summary>A concrete record: a mapping of options.</summary>
internal sealed class RecordType : SpecType
{
    private readonly Type _clr;
    private readonly SortedDictionary<string, SpecProperty> _properties = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpecProperty> _aliases = new(StringComparer.Ordinal);

    public RecordType(Type clr)
    {
        _clr = clr;
        if (clr.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is null)
        {
            throw new InvalidOperationException($"{clr} needs a constructor without parameters, so that documents can make it.");
        }

        foreach (PropertyInfo property in clr.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && !property.IsDefined(typeof(SpecIgnoreAttribute)))
            {
                var option = new SpecProperty(property, Fresh);
                _properties.Add(option.Name, option);
                if (option.Alias is { } alias)
                {
                    _aliases.Add(alias, option);
                }
            }
        }
    }

    public Type Clr => _clr;

    public IReadOnlyDictionary<string, SpecProperty> Properties => _properties;

    public override string Expected => "a mapping of options";

    public override object Read(JsonNode? node, RecipePath at)
    {
        JsonObject entries = node as JsonObject ?? throw Mismatch.At(at, Expected, node);
        object value = Fresh();
        foreach ((string key, JsonNode? entry) in entries)
        {
            SpecProperty property = Find(key, at);
            if (key == property.Alias && entries.ContainsKey(property.Name))
            {
                throw at.Key(key).Refusal(ErrorCodes.UnknownKey, $"says the same as '{property.Name}', which is given too; keep one of them");
            }

            if (entry is not null)
            {
                property.Clr.SetValue(value, property.Type.Read(entry, at.Key(key)));
            }
        }

        return _properties.Values.FirstOrDefault(property => property.Required && entries[property.Name] is null && (property.Alias is null || entries[property.Alias] is null)) is { } missing ? throw missing.Missing(at) : value;
    }

    public override JsonNode Write(object value, bool fingerprint)
    {
        var entries = new JsonObject();
        foreach (SpecProperty property in _properties.Values.Where(property => !fingerprint || !property.Watching))
        {
            entries.Add(property.Name, property.Write(property.Get(value), fingerprint));
        }

        return entries;
    }

    public override void Validate(object value, RecipePath at)
    {
        foreach (SpecProperty property in _properties.Values)
        {
            if (property.Get(value) is { } part)
            {
                property.Type.Validate(part, at.Key(property.Name));
            }
            else if (property.Required || !property.AllowsNull)
            {
                throw property.Missing(at);
            }
        }

        ((Spec)value).ValidateSelf(at);
    }

    public override JsonNode Apply(JsonNode? canonical, JsonNode patch, RecipePath at)
    {
        if (canonical is null)
        {
            return Normalize(patch, at);
        }

        JsonObject result = canonical.DeepClone().AsObject();
        foreach ((string key, JsonNode? change) in patch as JsonObject ?? throw Mismatch.At(at, Expected, patch))
        {
            SpecProperty property = Find(key, at);
            result[property.Name] = change is null ? Restored(property, at) : property.Type.Apply(canonical[property.Name], change, at.Key(key));
        }

        foreach (SpecProperty property in _properties.Values.Where(property => property.Excludes is not null))
        {
            SettleExclusion(property, result, patch.AsObject());
        }

        return result;
    }

    public override JsonNode Difference(JsonNode from, JsonNode to)
    {
        var patch = new JsonObject();
        foreach (SpecProperty property in _properties.Values)
        {
            (JsonNode? old, JsonNode? next) = (from[property.Name], to[property.Name]);
            if (!CanonicalJson.AreEqual(old, next) && !IsOtherwiseSaid(property, to))
            {
                patch[property.Name] = (old, next) switch
                {
                    (_, null) => null,
                    (null, _) => property.Type.Compact(next),
                    _ => property.Type.Difference(old, next),
                };
            }
        }

        return patch;
    }

    public override JsonNode Compact(JsonNode canonical)
    {
        var entries = new JsonObject();
        foreach ((string key, JsonNode? value) in canonical.AsObject())
        {
            SpecProperty property = _properties[key];
            if (property.Required || (!CanonicalJson.AreEqual(value, property.Default) && !IsOtherwiseSaid(property, canonical)))
            {
                entries[key] = value is null ? null : property.Type.Compact(value);
            }
        }

        return entries;
    }

    public override IEnumerable<PatchLeaf> Leaves(JsonNode? canonical, JsonNode patch, RecipePath at)
    {
        if (canonical is null)
        {
            return base.Leaves(canonical, patch, at);
        }

        return (patch as JsonObject ?? throw Mismatch.At(at, Expected, patch)).SelectMany(change =>
        {
            SpecProperty property = Find(change.Key, at);
            return change.Value is null
                ? [new PatchLeaf(at.Key(property.Name), Restored(property, at))]
                : property.Type.Leaves(canonical[property.Name], change.Value, at.Key(property.Name));
        });
    }

    public override JsonObject Schema(SchemaBuilder schema) => schema.Record(this);

    protected override JsonNode SetBelow(JsonNode? canonical, PathStep step, ReadOnlySpan<PathStep> rest, JsonNode? value, RecipePath at)
    {
        string key = step.Key ?? throw at.Refusal(ErrorCodes.UnknownKey, $"{Expected} stands here, which has no part '{step}'");
        SpecProperty property = Find(key, at);
        return new JsonObject { [property.Name] = property.Type.Set(canonical?[property.Name], rest, value, at.Key(key)) };
    }

    private SpecProperty Find(string key, RecipePath at)
    {
        if (_properties.TryGetValue(key, out SpecProperty? property) || _aliases.TryGetValue(key, out property))
        {
            return property;
        }

        string known = _properties.Count == 0 ? "; no option exists here" : $"; known: {string.Join(", ", _properties.Keys)}";
        string suggestion = Suggestion.For(key, _properties.Keys);
        throw at.Key(key).Refusal(ErrorCodes.UnknownKey, $"unknown key{(suggestion.Length > 0 ? suggestion : known)}");
    }

    /// <summary>Of two ways to say one thing, the one that a patch sets drops the other; where neither is said, the default comes back.</summary>
    private static void SettleExclusion(SpecProperty property, JsonObject result, JsonObject patch)
    {
        string other = property.Excludes!;
        if (patch[other] is not null && patch[property.Name] is null)
        {
            result[property.Name] = null;
        }
        else if (result[other] is null && result[property.Name] is null)
        {
            result[property.Name] = property.Default?.DeepClone();
        }
    }

    /// <summary>Whether the option is nothing because the option that it excludes is set.</summary>
    private static bool IsOtherwiseSaid(SpecProperty property, JsonNode canonical) =>
        property.Excludes is { } other && canonical[property.Name] is null && canonical[other] is not null;

    private static JsonNode? Restored(SpecProperty property, RecipePath at) => property.Required ? throw property.Missing(at) : property.Default?.DeepClone();

    private object Fresh() => Activator.CreateInstance(_clr, nonPublic: true)!;
}
