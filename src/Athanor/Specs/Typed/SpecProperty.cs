using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Athanor.Specs.Typed;

/// <summary>One option of a record.</summary>
internal sealed class SpecProperty
{
    private readonly Lazy<SpecType> _type;
    private readonly Lazy<JsonNode?> _default;

    public SpecProperty(PropertyInfo property, Func<object> fresh)
    {
        Clr = property;
        Name = KeyOf(property);
        Alias = property.GetCustomAttribute<OneOrManyAttribute>()?.Alias;
        Excludes = property.GetCustomAttribute<ExcludesAttribute>()?.Other is { } other ? KeyOf(property.DeclaringType!.GetProperty(other)!) : null;
        Required = property.IsDefined(typeof(RequiredMemberAttribute));
        Watching = property.IsDefined(typeof(NotFingerprintedAttribute));
        Type valueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        AllowsNull = valueType != property.PropertyType || new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
        _type = new(() => property.IsDefined(typeof(OneOrManyAttribute)) ? new OneOrManyType(SpecTypes.Of(valueType, property)) : SpecTypes.Of(valueType, property));
        _default = new(() => Required ? null : Write(property.GetValue(fresh()), fingerprint: false));
        if (AllowsNull && !Required && Excludes is null && property.GetValue(fresh()) is not null)
        {
            // null in a document restores the default; were that another value, none could be written for null itself.
            throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} may be null, so null must be its default; what can be switched off has a member 'none'.");
        }
    }

    public PropertyInfo Clr { get; }

    public string Name { get; }

    /// <summary>A second key that documents may use, or null.</summary>
    public string? Alias { get; }

    /// <summary>The key of another way to say the same, or null: where one of the two is set, the other is null.</summary>
    public string? Excludes { get; }

    public bool Required { get; }

    public bool Watching { get; }

    public bool AllowsNull { get; }

    public SpecType Type => _type.Value;

    /// <summary>The canonical default; null also for a required option, which has none.</summary>
    public JsonNode? Default => _default.Value;

    public object? Get(object owner) => Clr.GetValue(owner);

    public JsonNode? Write(object? value, bool fingerprint) => value is null ? null : Type.Write(value, fingerprint);

    public RecipeException Missing(RecipePath owner) =>
        owner.Key(Name).Refusal(ErrorCodes.MissingKey, $"is missing and has no default; expected {Type.Expected}");

    private static string KeyOf(PropertyInfo property) =>
        property.GetCustomAttribute<SpecKeyAttribute>()?.Key ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
