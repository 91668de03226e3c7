using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Evaluation;
using Athanor.Specs;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>What a study will train, before it does: variants × seeds, and whether so many seeds can give a verdict.</summary>
public sealed class StudyPlan
{
    internal StudyPlan(
        string name, Recipe baseline, IReadOnlyList<(StudyComponent Component, JsonNode Change)> changes, IReadOnlyList<DesignChoice> designs,
        IReadOnlyList<StudyVariant> variants, SeedList seeds, IReadOnlyList<string>? metrics, double alpha, double confidence, DataContext context)
    {
        (Name, Baseline, Changes, Designs, Variants, Seeds, Metrics, Alpha, Confidence) =
            (name, baseline, changes, designs, variants, seeds, metrics, alpha, confidence);
        Components = [.. changes.Select(entry => entry.Component)];
        Trials =
        [
            .. seeds.SelectMany(seed => variants.Select(variant =>
            {
                Recipe recipe = variant.Recipe with { Seed = seed };
                return new Trial
                {
                    Study = name,
                    Variant = variant.Key.Name,
                    Recipe = recipe,
                    Key = TrialKey.Of(recipe, context),
                    Context = context,
                };
            })),
        ];
    }

    /// <summary>The study's name.</summary>
    public string Name { get; }

    /// <summary>The system without any of the components.</summary>
    public Recipe Baseline { get; }

    /// <summary>The variants, in the table's order.</summary>
    public IReadOnlyList<StudyVariant> Variants { get; }

    /// <summary>The seeds that every variant is trained with.</summary>
    public SeedList Seeds { get; }

    /// <summary>What is compared, the first being tested; null for the task's own.</summary>
    public IReadOnlyList<string>? Metrics { get; }

    /// <summary>The designs.</summary>
    public IReadOnlyList<DesignChoice> Designs { get; }

    /// <summary>The level of each family of comparisons.</summary>
    public double Alpha { get; }

    /// <summary>Confidence of the intervals.</summary>
    public double Confidence { get; }

    /// <summary>One trial a variant and seed, seed by seed, so that pairs are complete as early as can be.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>Comparisons with the baseline: what Holm's correction counts.</summary>
    public int Comparisons => Math.Max(1, Variants.Count - 1);

    /// <summary>The least number of seeds with which a verdict is possible at all.</summary>
    public int SeedsForVerdict => Math.Max(PairedComparison.FewestPairs, SignFlipPower.MinimumPairs(Comparisons, Alpha));

    internal IReadOnlyList<StudyComponent> Components { get; }

    /// <summary>What each component changes, as a patch over the recipe with what it requires.</summary>
    internal IReadOnlyList<(StudyComponent Component, JsonNode Change)> Changes { get; }

    /// <summary>What the number of seeds allows to say, in one sentence.</summary>
    public string Verdict()
    {
        string comparisons = Comparisons == 1 ? "1 comparison" : $"{Comparisons} comparisons";
        return Seeds.Count >= SeedsForVerdict
            ? $"{Seeds.Count} seeds can give a verdict on {comparisons} (at least {SeedsForVerdict} are needed at {Alpha})"
            : $"{Seeds.Count} {(Seeds.Count == 1 ? "seed" : "seeds")} cannot give a verdict: {comparisons} at {Alpha} {(Comparisons == 1 ? "needs" : "need")} {SeedsForVerdict} seeds (--seeds {SeedsForVerdict})";
    }

    internal Trial TrialOf(int variant, int seed) => Trials[(seed * Variants.Count) + variant];
}
