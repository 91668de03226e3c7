using System.Numerics;
using Athanor.Specs;

namespace Athanor.Studies;

/// <summary>The components of a study with what they require, checked; sets of components are bits, the first component the lowest.</summary>
internal sealed class Requirements
{
    private const int MostComponents = 63;

    private readonly ulong[] _direct;
    private readonly ulong[] _closure;

    private Requirements(IReadOnlyList<ComponentDeclaration> components, ulong[] direct)
    {
        Components = components;
        _direct = direct;
        _closure = [.. direct];
        for (bool grew = true; grew;)
        {
            grew = false;
            for (int i = 0; i < _closure.Length; i++)
            {
                ulong reached = Members(_closure[i]).Aggregate(_closure[i], (set, c) => set | _closure[c]);
                grew |= reached != _closure[i];
                _closure[i] = reached;
            }
        }
    }

    public IReadOnlyList<ComponentDeclaration> Components { get; }

    public ulong All => (1UL << Components.Count) - 1;

    /// <summary>Reads and checks the declarations.</summary>
    /// <exception cref="RecipeException">
    /// In this order: <c>too-many-components</c>, <c>bad-name</c>, <c>duplicate-name</c>, <c>unknown-requirement</c>, <c>cycle</c>.
    /// </exception>
    public static Requirements Of(IReadOnlyList<ComponentDeclaration> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        if (components.Count > MostComponents)
        {
            throw new RecipeException("too-many-components", "components", $"{components.Count} components; a study has at most {MostComponents}");
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < components.Count; i++)
        {
            RefuseName(components[i]);
            if (!places.TryAdd(components[i].Name, i))
            {
                throw new RecipeException("duplicate-name", PathOf(components[i]), $"two components are named '{components[i].Name}'; rename one");
            }
        }

        var requirements = new Requirements(components, [.. components.Select(component => DirectOf(component, places))]);
        requirements.RefuseCycles();
        return requirements;
    }

    /// <summary>Variants are named by their components, so that a name must not look like a variant's.</summary>
    private static void RefuseName(ComponentDeclaration component)
    {
        if (string.IsNullOrWhiteSpace(component.Name) || component.Name.Contains('+', StringComparison.Ordinal) || component.Name == VariantKey.Baseline.Name)
        {
            throw new RecipeException(
                "bad-name", PathOf(component), $"'{component.Name}' can't name a component: variants are called baseline, or by their components with + between them");
        }
    }

    /// <summary>The same for some of the components, in declared order.</summary>
    /// <exception cref="RecipeException"><c>unknown-component</c>, or <c>missing-requirement</c> where one requires what is not among them.</exception>
    public Requirements Only(ValueList<string> names)
    {
        foreach (string name in names.Where(name => Components.All(c => c.Name != name)))
        {
            throw new RecipeException("unknown-component", "design", $"no component '{name}'{Suggestion.For(name, Components.Select(c => c.Name))}");
        }

        ComponentDeclaration[] chosen = [.. Components.Where(c => names.Contains(c.Name))];
        foreach (ComponentDeclaration component in chosen)
        {
            foreach (string required in component.Requires.Where(required => !names.Contains(required)))
            {
                throw new RecipeException("missing-requirement", "design", $"'{component.Name}' requires '{required}', which the design leaves out; add it");
            }
        }

        return Of(chosen);
    }

    public bool IsValid(ulong set) => Members(set).All(c => (_direct[c] & ~set) == 0);

    /// <summary>The component, with whatever requires it, directly or not.</summary>
    public ulong WithDependents(int component) =>
        Enumerable.Range(0, Components.Count).Where(c => (_closure[c] >> component & 1) == 1).Aggregate(1UL << component, (set, c) => set | 1UL << c);

    /// <summary>What the component requires itself.</summary>
    public ulong DirectOf(int component) => _direct[component];

    /// <summary>All valid subsets, counted in binary; null where there are more than <paramref name="limit"/>.</summary>
    public ulong[]? ValidSets(int limit)
    {
        // In an order that respects the requirements every valid set arises once: from the valid set without its last member.
        var sets = new List<ulong> { 0 };
        foreach (int c in Enumerable.Range(0, Components.Count).OrderBy(c => BitOperations.PopCount(_closure[c])))
        {
            for (int i = sets.Count - 1; i >= 0; i--)
            {
                if ((_direct[c] & ~sets[i]) == 0)
                {
                    sets.Add(sets[i] | 1UL << c);
                }
            }

            if (sets.Count > limit)
            {
                return null;
            }
        }

        sets.Sort();
        return [.. sets];
    }

    public VariantKey Key(ulong set) => new(ValueList.Create<string>([.. Members(set).Select(c => Components[c].Name)]));

    private static string PathOf(ComponentDeclaration component) => RecipePath.Root.Key("components").Key(component.Name).Value;

    private static IEnumerable<int> Members(ulong set)
    {
        for (; set != 0; set &= set - 1)
        {
            yield return BitOperations.TrailingZeroCount(set);
        }
    }

    private static ulong DirectOf(ComponentDeclaration component, Dictionary<string, int> places)
    {
        ulong set = 0;
        for (int i = 0; i < component.Requires.Count; i++)
        {
            string name = component.Requires[i];
            set |= places.TryGetValue(name, out int place)
                ? 1UL << place
                : throw new RecipeException(
                    "unknown-requirement", $"{PathOf(component)}.requires[{i}]", $"no component '{name}'{Suggestion.For(name, places.Keys)}");
        }

        return set;
    }

    private void RefuseCycles()
    {
        for (int start = 0; start < Components.Count; start++)
        {
            if ((_closure[start] >> start & 1) == 0)
            {
                continue;
            }

            // Walks on through what still leads back to the start until it is there.
            var walk = new List<int> { start };
            do
            {
                walk.Add(Members(_direct[walk[^1]]).First(c => c == start || ((_closure[c] >> start & 1) == 1 && !walk.Contains(c))));
            }
            while (walk[^1] != start);

            string way = string.Join(" → ", walk.Select(c => Components[c].Name));
            throw new RecipeException("cycle", $"{PathOf(Components[start])}.requires", $"'{Components[start].Name}' requires itself ({way}); break the cycle");
        }
    }
}
