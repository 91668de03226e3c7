using Athanor.Evaluation;

namespace Athanor.Studies;

/// <summary>Main effects, pairwise interactions and Shapley values of the components of a complete design.</summary>
/// <param name="Main">For each component, the mean of v(S ∪ {c}) − v(S) over all S without c where both are valid.</param>
/// <param name="Interactions">For each pair, the mean of v(S ∪ {a, b}) − v(S ∪ {a}) − v(S ∪ {b}) + v(S) over all S where the four are valid.</param>
/// <param name="Shapley">
/// For each component, its marginal contribution averaged over all orders in which each comes after what it requires, equally weighted
/// (Faigle &amp; Kern 1992); they sum to v(all) − v(nothing).
/// </param>
public sealed record StudyEffects(
    IReadOnlyList<ComponentEffect> Main, IReadOnlyList<InteractionEffect> Interactions, IReadOnlyList<ComponentEffect> Shapley)
{
    /// <summary>The effects of the components, or null where the design lacks a valid subset of them.</summary>
    /// <param name="components">In declared order; may be some of a study's (a factorial over these), with all that they require.</param>
    /// <param name="values">The metric of every variant by seed, null where a trial has none. Variants with other components are not looked at.</param>
    /// <exception cref="Specs.RecipeException">The components are refused as <see cref="DesignExpansion"/> refuses them.</exception>
    public static StudyEffects? Of(IReadOnlyList<ComponentDeclaration> components, IReadOnlyDictionary<VariantKey, IReadOnlyList<double?>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Requirements study = Requirements.Of(components);
        if (study.ValidSets(values.Count) is not { } sets || !sets.All(set => values.ContainsKey(study.Key(set))))
        {
            return null;
        }

        var contrasts = new Contrasts(study, sets);
        IReadOnlyList<double?>[] table = [.. sets.Select(set => values[study.Key(set)])];
        int[] places = [.. Enumerable.Range(0, components.Count)];
        return new StudyEffects(
            [.. places.Select(c => new ComponentEffect(components[c].Name, Measure(contrasts.Main(c), table)))],
            [
                .. from a in places
                   from b in places.Skip(a + 1)
                   let weights = contrasts.Interaction(a, b)
                   select new InteractionEffect(components[a].Name, components[b].Name, weights is null ? null : Measure(weights, table)),
            ],
            [.. places.Select(c => new ComponentEffect(components[c].Name, Measure(contrasts.Shapley(c), table)))]);
    }

    /// <summary>The effects that the designs of a study allow: of all components, else of the most that one design crosses completely, else null.</summary>
    /// <param name="components">All components of the study, in declared order.</param>
    /// <param name="designs">Its designs.</param>
    /// <param name="values">As in the other overload.</param>
    public static StudyEffects? Of(
        IReadOnlyList<ComponentDeclaration> components, IReadOnlyList<DesignChoice> designs, IReadOnlyDictionary<VariantKey, IReadOnlyList<double?>> values)
    {
        ArgumentNullException.ThrowIfNull(designs);
        Requirements study = Requirements.Of(components);
        return designs
            .Where(choice => choice.Of is not null)
            .Select(choice => study.Only(choice.Of!).Components)
            .OrderByDescending(chosen => chosen.Count)
            .Prepend(components)
            .Select(chosen => Of(chosen, values))
            .FirstOrDefault(effects => effects is not null);
    }

    private static StudyEffect Measure(double[] weights, IReadOnlyList<double?>[] table)
    {
        int[] used = [.. Enumerable.Range(0, weights.Length).Where(i => weights[i] != 0)];
        int seeds = table[0].Count;
        var perSeed = new double?[seeds];
        for (int seed = 0; seed < seeds; seed++)
        {
            if (used.All(i => table[i][seed] is { } value && double.IsFinite(value)))
            {
                perSeed[seed] = used.Sum(i => weights[i] * table[i][seed]!.Value);
            }
        }

        double[] present = [.. perSeed.OfType<double>()];
        return new StudyEffect(perSeed, MeanInterval.Of(present));
    }

    /// <summary>Every effect is a weighted sum of the values of the valid sets: these are the weights, in the order of the sets.</summary>
    private sealed class Contrasts
    {
        private readonly ulong[] _sets;
        private readonly Dictionary<ulong, int> _place;
        private readonly double[] _waysUp;
        private readonly double[] _waysDown;

        public Contrasts(Requirements study, ulong[] sets)
        {
            _sets = sets;
            _place = sets.Select((set, i) => (set, i)).ToDictionary(x => x.set, x => x.i);
            // How many orders lead from nothing to each set, and from each set to all: a set is numbered after its subsets.
            _waysUp = new double[sets.Length];
            _waysDown = new double[sets.Length];
            _waysUp[0] = 1;
            _waysDown[^1] = 1;
            int count = study.Components.Count;
            for (int i = 0; i < sets.Length; i++)
            {
                _waysUp[i] += Steps(sets[i], count, member: true).Sum(j => _waysUp[j]);
                _waysDown[^(i + 1)] += Steps(sets[^(i + 1)], count, member: false).Sum(j => _waysDown[j]);
            }
        }

        public double[] Main(int c) => Mean(Bases(1UL << c), [(1UL << c, 1), (0, -1)])!;

        public double[]? Interaction(int a, int b) => Mean(
            Bases(1UL << a, 1UL << b), [(1UL << a | 1UL << b, 1), (1UL << a, -1), (1UL << b, -1), (0, 1)]);

        public double[] Shapley(int c)
        {
            var weights = new double[_sets.Length];
            foreach (ulong set in Bases(1UL << c))
            {
                int without = _place[set];
                int with = _place[set | 1UL << c];
                double share = _waysUp[without] * _waysDown[with] / _waysDown[0];
                weights[with] += share;
                weights[without] -= share;
            }

            return weights;
        }

        /// <summary>The valid sets that hold none of the parts and stay valid with any of them.</summary>
        private ulong[] Bases(params ulong[] parts)
        {
            ulong all = parts.Aggregate((x, y) => x | y);
            return [.. _sets.Where(set => (set & all) == 0 && parts.Append(all).All(part => _place.ContainsKey(set | part)))];
        }

        private double[]? Mean(ulong[] bases, (ulong Part, int Sign)[] terms)
        {
            var weights = new double[_sets.Length];
            foreach (ulong set in bases)
            {
                foreach ((ulong part, int sign) in terms)
                {
                    weights[_place[set | part]] += (double)sign / bases.Length;
                }
            }

            return bases.Length == 0 ? null : weights;
        }

        // The valid sets one member below (or above).
        private IEnumerable<int> Steps(ulong set, int count, bool member) => Enumerable.Range(0, count)
            .Select(c => 1UL << c)
            .Where(bit => ((set & bit) != 0) == member && _place.ContainsKey(set ^ bit))
            .Select(bit => _place[set ^ bit]);
    }
}
