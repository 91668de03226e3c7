using System.Collections;
using System.Reflection;
using Athanor.Specs;

namespace Athanor.Trials;

/// <summary>The assemblies whose code a value's specs run: where their types, and the delegates that they hold, are defined.</summary>
internal static class SpecAssemblies
{
    public static IReadOnlyCollection<Assembly> Of(Spec spec)
    {
        var found = new HashSet<Assembly>();
        Visit(spec, found);
        return found;
    }

    private static void Visit(object? value, HashSet<Assembly> found)
    {
        switch (value)
        {
            case Delegate function:
                found.Add(function.Method.Module.Assembly);
                break;
            case Spec spec:
                found.Add(spec.GetType().Assembly);
                foreach (PropertyInfo property in spec.GetType().GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                {
                    if (property.GetIndexParameters().Length == 0 && MayHoldCode(property.PropertyType))
                    {
                        Visit(property.GetValue(spec), found);
                    }
                }

                break;
            case IEnumerable items and not string:
                foreach (object? item in items)
                {
                    Visit(item, found);
                }

                break;
        }
    }

    private static bool MayHoldCode(Type type) =>
        typeof(Spec).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type)
        || (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType);
}
