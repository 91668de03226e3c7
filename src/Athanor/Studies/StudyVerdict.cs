using System.Text.Json;
using Athanor.Evaluation;

namespace Athanor.Studies;

/// <summary>What a study says in words, and what its design cannot say.</summary>
internal static class StudyVerdict
{
    /// <summary>The result in one or two sentences.</summary>
    public static string Sentence(StudyResult result)
    {
        StudyPlan plan = result.Plan;
        string metric = result.Metrics[0];
        (StudyVariant Variant, PairedComparison Comparison)[] compared =
        [
            .. plan.Variants.Zip(result.TableOf(metric).Variants, (variant, row) => (variant, row.VersusBaseline))
                .Where(entry => entry.VersusBaseline is not null).Select(entry => (entry.variant, entry.VersusBaseline!)),
        ];
        if (compared.Length == 0)
        {
            return "There is no baseline among the variants to compare with.";
        }

        string trained = Trained(compared, plan);
        if (compared.All(entry => entry.Comparison.Significant is null) || (plan.Seeds.Count < plan.SeedsForVerdict && compared.All(entry => entry.Comparison.Significant != true)))
        {
            string why = plan.Seeds.Count < plan.SeedsForVerdict || !result.HasGaps ? plan.Verdict()
                : "in every comparison a trial diverged or failed, and the values that are left are no fair sample";
            return $"No verdict on {metric}: {why}.{(trained.Length > 0 ? " " + trained : "")}";
        }

        bool higherIsBetter = MetricChoice.HigherIsBetter(metric, plan.Variants[0].Recipe);
        string[] better = [.. compared.Where(entry => entry.Comparison.Significant == true && entry.Comparison.Difference > 0 == higherIsBetter).Select(entry => entry.Variant.Label)];
        string[] worse = [.. compared.Where(entry => entry.Comparison.Significant == true && entry.Comparison.Difference > 0 != higherIsBetter).Select(entry => entry.Variant.Label)];
        string[] open = [.. compared.Where(entry => entry.Comparison.Significant != true).Select(entry => entry.Variant.Label)];
        string[] sentences =
        [
            better.Length > 0 ? $"Better than the baseline on {metric}, significant at {plan.Alpha}: {string.Join(", ", better)}." : "",
            worse.Length > 0 ? $"Worse, significant: {string.Join(", ", worse)}." : "",
            open.Length > 0 ? $"No difference shown: {string.Join(", ", open)}." : "",
            trained,
        ];
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
    }

    /// <summary>Where trials diverged their values are no fair sample, and the shares that trained at all are the verdict.</summary>
    private static string Trained((StudyVariant Variant, PairedComparison Comparison)[] compared, StudyPlan plan)
    {
        string[] more = [.. compared.Where(entry => entry.Comparison.Trained is { Significant: true } shares && shares.OnlyVariant > shares.OnlyReference).Select(entry => entry.Variant.Label)];
        string[] less = [.. compared.Where(entry => entry.Comparison.Trained is { Significant: true } shares && shares.OnlyVariant < shares.OnlyReference).Select(entry => entry.Variant.Label)];
        string[] sentences =
        [
            more.Length > 0 ? $"Trains more often than the baseline, significant at {plan.Alpha}: {string.Join(", ", more)}." : "",
            less.Length > 0 ? $"Diverges more often than the baseline, significant at {plan.Alpha}: {string.Join(", ", less)}." : "",
        ];
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
    }

    /// <summary>What nobody should read into the result.</summary>
    public static IEnumerable<string> Limits(StudyResult result)
    {
        StudyPlan plan = result.Plan;
        if (result.Effects is null)
        {
            yield return $"The design ({string.Join(", ", plan.Designs.Select(NameOf))}) sees no interactions: two components may do nothing alone and everything together, "
                + "and a component that is not needed here may be needed elsewhere. A factorial design tells.";
        }

        yield return "The result holds for these data, this split and this budget. Another task, more data or longer training may turn it round.";
        if (plan.Components.Any(component => component.Declaration.Requires.Count > 0))
        {
            yield return "Where a component requires others, its effect is measured against the variant that has what it needs.";
        }

        if (plan.Seeds.Count < plan.SeedsForVerdict)
        {
            yield return plan.Verdict() + ".";
        }
    }

    internal static string NameOf(DesignChoice design) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(design.Design.ToString()) + (design.Of is { } of ? $" of {string.Join(", ", of)}" : "");
}
