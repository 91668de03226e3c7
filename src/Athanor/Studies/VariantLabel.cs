namespace Athanor.Studies;

/// <summary>How a variant is called in tables: A for the baseline, A+B for it with component B.</summary>
internal static class VariantLabel
{
    /// <summary>How a label begins that names what all components together are short for.</summary>
    public const string All = "A+all ";

    private const int MostNames = 3;

    public static string Of(VariantKey key, VariantKey full)
    {
        if (key.IsBaseline)
        {
            return "A (baseline)";
        }

        if (key.Equals(full))
        {
            return key.Components.Count <= MostNames ? $"A+{key.Name} (final)" : $"{All}{key.Components.Count} (final)";
        }

        string[] missing = [.. full.Components.Except(key.Components, StringComparer.Ordinal)];
        return missing.Length == 1 && key.Components.Count > MostNames ? $"{All}− {missing[0]}" : $"A+{key.Name}";
    }
}
