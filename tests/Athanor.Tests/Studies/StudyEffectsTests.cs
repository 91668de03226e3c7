using Athanor.Studies;
using CsCheck;

namespace Athanor.Tests.Studies;

public sealed class StudyEffectsTests
{
    [Fact]
    public void Shapley_values_share_out_the_gain_of_the_full_system() => StudyGen.Study.Sample(study =>
    {
        StudyEffects effects = StudyEffects.Of(study.Components, study.Values)!;
        VariantKey full = DesignExpansion.Expand(study.Components, StudyDesign.LeaveOneOut)[0];
        for (int seed = 0; seed < study.Values[full].Count; seed++)
        {
            double gain = study.Values[full][seed]!.Value - study.Values[VariantKey.Baseline][seed]!.Value;
            Assert.Equal(gain, effects.Shapley.Sum(e => e.Effect.PerSeed[seed]!.Value), 1e-12);
        }
    });

    [Fact]
    public void Shapley_values_are_the_mean_over_all_orders_that_respect_what_is_required() => StudyGen.Study.Sample(
        study =>
        {
            StudyEffects effects = StudyEffects.Of(study.Components, study.Values)!;
            var sums = study.Components.ToDictionary(c => c.Name, _ => 0.0);
            int orders = 0;
            void Walk(List<ComponentDeclaration> taken)
            {
                if (taken.Count == study.Components.Length)
                {
                    orders++;
                    for (int i = 0; i < taken.Count; i++)
                    {
                        sums[taken[i].Name] += Value(study, taken[..(i + 1)]) - Value(study, taken[..i]);
                    }

                    return;
                }

                foreach (ComponentDeclaration next in study.Components.Where(c => !taken.Contains(c) && c.Requires.All(r => taken.Any(t => t.Name == r))))
                {
                    Walk([.. taken, next]);
                }
            }

            Walk([]);
            foreach (ComponentEffect effect in effects.Shapley)
            {
                Assert.Equal(sums[effect.Component] / orders, effect.Effect.PerSeed[0]!.Value, 1e-12);
            }
        },
        iter: 50);

    [Fact]
    public void Components_that_only_add_have_their_own_effect_and_no_interactions() => Gen.Double[-1, 1].Array[1, 6].Sample(gains =>
    {
        ComponentDeclaration[] components = [.. gains.Select((_, i) => new ComponentDeclaration($"c{i}"))];
        var values = DesignExpansion.Expand(components, StudyDesign.Factorial).ToDictionary(
            key => key, key => (IReadOnlyList<double?>)[0.5 + components.Select((c, i) => key.Components.Contains(c.Name) ? gains[i] : 0).Sum()]);
        StudyEffects effects = StudyEffects.Of(components, values)!;
        for (int i = 0; i < gains.Length; i++)
        {
            Assert.Equal(gains[i], effects.Main[i].Effect.OverSeeds.Mean, 1e-12);
            Assert.Equal(gains[i], effects.Shapley[i].Effect.OverSeeds.Mean, 1e-12);
        }

        Assert.All(effects.Interactions, interaction => Assert.Equal(0, interaction.Effect!.OverSeeds.Mean, 1e-12));
    });

    [Fact]
    public void An_interaction_is_null_exactly_where_one_requires_the_other() => StudyGen.Study.Sample(study =>
    {
        bool Needs(string name, string other)
        {
            ComponentDeclaration component = study.Components.Single(c => c.Name == name);
            return component.Requires.Any(r => r == other || Needs(r, other));
        }

        return StudyEffects.Of(study.Components, study.Values)!.Interactions.All(i =>
            i.Effect is null == (Needs(i.First, i.Second) || Needs(i.Second, i.First)));
    });

    [Fact]
    public void A_seed_with_a_missing_value_leaves_out_only_the_effects_that_need_it()
    {
        ComponentDeclaration[] components = StudyGen.Parse("a", "b:a");
        var values = new Dictionary<VariantKey, IReadOnlyList<double?>>
        {
            [VariantKey.Baseline] = [null, 0.5],
            [new(["a"])] = [0.6, 0.6],
            [new(["a", "b"])] = [0.9, 0.8],
        };
        StudyEffects effects = StudyEffects.Of(components, values)!;
        Assert.Equal([null, 0.6 - 0.5], effects.Main[0].Effect.PerSeed);
        Assert.Equal([0.9 - 0.6, 0.8 - 0.6], effects.Main[1].Effect.PerSeed);
        Assert.Equal((1, 2), (effects.Main[0].Effect.OverSeeds.Count, effects.Main[1].Effect.OverSeeds.Count));
        Assert.Equal(2, effects.Shapley[1].Effect.OverSeeds.Count);
    }

    [Fact]
    public void A_design_that_lacks_a_valid_subset_has_no_effects_but_those_of_the_components_it_crosses()
    {
        ComponentDeclaration[] components = StudyGen.Parse("a", "b", "c");
        DesignChoice[] choices = [new(StudyDesign.Cumulative), new(StudyDesign.Factorial, ["a", "b"])];
        Dictionary<VariantKey, IReadOnlyList<double?>> Values(IReadOnlyList<VariantKey> keys) =>
            keys.ToDictionary(key => key, key => (IReadOnlyList<double?>)[key.Components.Count]);
        Assert.Null(StudyEffects.Of(components, Values(DesignExpansion.Expand(components, StudyDesign.Additive))));
        StudyEffects crossed = StudyEffects.Of(components, choices, Values(DesignExpansion.Expand(components, choices)))!;
        Assert.Equal(["a", "b"], crossed.Main.Select(e => e.Component));
        Assert.Equal([1.0, 1.0], crossed.Shapley.Select(e => e.Effect.OverSeeds.Mean));
    }

    [Fact]
    public void Twelve_free_components_take_no_enumeration_of_orders()
    {
        ComponentDeclaration[] components = [.. Enumerable.Range(0, 12).Select(i => new ComponentDeclaration($"c{i}"))];
        var values = DesignExpansion.Expand(components, StudyDesign.Factorial).ToDictionary(
            key => key, key => (IReadOnlyList<double?>)[Math.Sqrt(key.Components.Count)]);
        StudyEffects effects = StudyEffects.Of(components, values)!;
        Assert.All(effects.Shapley, e => Assert.Equal(Math.Sqrt(12) / 12, e.Effect.OverSeeds.Mean, 1e-12));
    }

    private static double Value(
        (ComponentDeclaration[] Components, Dictionary<VariantKey, IReadOnlyList<double?>> Values) study, List<ComponentDeclaration> taken) =>
        study.Values[new(Athanor.Specs.ValueList.Create<string>([.. study.Components.Where(taken.Contains).Select(c => c.Name)]))][0]!.Value;
}
