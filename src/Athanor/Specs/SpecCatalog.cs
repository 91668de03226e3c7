using System.Collections.Concurrent;
using System.Reflection;

namespace Athanor.Specs;

/// <summary>Every spec that the loaded assemblies define: those of Athanor and of each assembly that references it, found by their attributes.</summary>
/// <remarks>An assembly that is loaded later is seen from then on.</remarks>
public static class SpecCatalog
{
    private static readonly ConcurrentDictionary<Assembly, Type[]> TypesOf = new();
    private static readonly ConcurrentDictionary<Type, (int Version, IReadOnlyDictionary<string, Type> Members)> MembersOf = new();
    private static int _version;

    static SpecCatalog() => AppDomain.CurrentDomain.AssemblyLoad += (_, _) => Interlocked.Increment(ref _version);

    /// <summary>The families by their names, in ordinal order. A name stands for the first of several families that claim it.</summary>
    public static IReadOnlyDictionary<string, Type> Families =>
        AllTypes()
            .Where(type => type.IsDefined(typeof(SpecFamilyAttribute), inherit: false))
            .OrderBy(FamilyName, StringComparer.Ordinal)
            .DistinctBy(FamilyName, StringComparer.Ordinal)
            .ToDictionary(FamilyName, StringComparer.Ordinal);

    /// <summary>The members that a document can choose where <paramref name="family"/> stands, by name in ordinal order.</summary>
    /// <param name="family">The abstract record of the family, or an abstract record below it, which narrows the choice.</param>
    /// <exception cref="RecipeException">Two types claim one name.</exception>
    public static IReadOnlyDictionary<string, Type> Members(Type family)
    {
        int version = Volatile.Read(ref _version);
        if (MembersOf.TryGetValue(family, out var known) && known.Version == version)
        {
            return known.Members;
        }

        IReadOnlyDictionary<string, Type> members = Find(family);
        MembersOf[family] = (version, members);
        return members;
    }

    /// <summary>The name by which documents know <paramref name="type"/>, or null where it has no <see cref="SpecAttribute"/>.</summary>
    public static string? NameOf(Type type) => type.GetCustomAttribute<SpecAttribute>(inherit: false)?.Name;

    /// <summary>The family's name as messages say it.</summary>
    public static string FamilyName(Type family)
    {
        for (Type? type = family; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<SpecFamilyAttribute>(inherit: false) is { } attribute)
            {
                return attribute.Name;
            }
        }

        return family.Name;
    }

    private static SortedDictionary<string, Type> Find(Type family)
    {
        var members = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        foreach (Type type in AllTypes().Where(type => !type.IsAbstract && family.IsAssignableFrom(type)))
        {
            if (NameOf(type) is { } name && !members.TryAdd(name, type))
            {
                throw new RecipeException(
                    ErrorCodes.DuplicateMember, "", $"{FamilyName(family)} '{name}' is claimed by {Full(members[name])} and {Full(type)}; rename one of them");
            }
        }

        return members;
    }

    private static IEnumerable<Type> AllTypes() => AppDomain.CurrentDomain.GetAssemblies().SelectMany(assembly => TypesOf.GetOrAdd(assembly, Scan));

    private static Type[] Scan(Assembly assembly)
    {
        Assembly own = typeof(Spec).Assembly;
        if (assembly.IsDynamic || (assembly != own && !assembly.GetReferencedAssemblies().Any(name => name.Name == own.GetName().Name)))
        {
            return [];
        }

        return [.. Loadable(assembly).Where(type => type.IsSubclassOf(typeof(Spec)))];
    }

    private static IEnumerable<Type> Loadable(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            // An assembly may name packages that are not there; the types that do load are as good as ever.
            return partly.Types.OfType<Type>();
        }
    }

    private static string Full(Type type) => $"{type.FullName} ({type.Assembly.GetName().Name})";
}
