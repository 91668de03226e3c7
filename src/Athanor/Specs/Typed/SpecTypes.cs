using System.Collections.Concurrent;
using System.Reflection;

namespace Athanor.Specs.Typed;

/// <summary>Finds how a C# type stands in a document; each is worked out once.</summary>
internal static class SpecTypes
{
    private static readonly ConcurrentDictionary<Type, SpecType> Known = new();

    public static RecordType Record(Type clr) => (RecordType)Known.GetOrAdd(clr, type => new RecordType(type));

    public static SpecType Of(Type clr, PropertyInfo? property = null)
    {
        if (Known.TryGetValue(clr, out SpecType? known))
        {
            return known;
        }

        SpecType made = Make(clr) ?? throw new InvalidOperationException(
            $"{(property is null ? "" : $"{property.DeclaringType}.{property.Name}: ")}a document can't hold a {clr}; "
            + "give the type a [SpecConverter], derive it from Spec, or mark the property [SpecIgnore].");
        return Known.GetOrAdd(clr, made);
    }

    private static SpecType? Make(Type clr)
    {
        if (clr.GetCustomAttribute<SpecConverterAttribute>(inherit: false) is { } attribute)
        {
            return Generic(typeof(ConvertedType<>), clr, Activator.CreateInstance(attribute.Converter, nonPublic: true)!);
        }

        if (clr.IsSubclassOf(typeof(Spec)))
        {
            return clr.IsAbstract ? new UnionType(clr) : new RecordType(clr);
        }

        if (clr.IsGenericType && clr.GetGenericTypeDefinition() is { } generic && (generic == typeof(ValueList<>) || generic == typeof(ValueMap<>)))
        {
            Type element = clr.GetGenericArguments()[0];
            return Generic(generic == typeof(ValueList<>) ? typeof(ListType<>) : typeof(MapType<>), element, Of(element));
        }

        return clr switch
        {
            _ when clr == typeof(bool) => new BooleanType(),
            _ when clr == typeof(int) || clr == typeof(long) => new IntegerType(clr),
            _ when clr == typeof(double) || clr == typeof(float) => new RealType(clr),
            _ when clr == typeof(string) => new TextType(),
            _ when clr.IsEnum => new EnumType(clr),
            _ => null,
        };
    }

    private static SpecType Generic(Type definition, Type argument, object dependency) =>
        (SpecType)Activator.CreateInstance(definition.MakeGenericType(argument), dependency)!;
}
