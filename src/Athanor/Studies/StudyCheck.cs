using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>Each variant that would train, tried with one batch before any trial begins: what can't be trained or compared is refused by the variant's name.</summary>
internal static class StudyCheck
{
    /// <summary>Tries the variants of which trials are left to train.</summary>
    /// <returns>What is likely not meant so: once where it is every variant's, else by variant.</returns>
    /// <exception cref="RecipeException">A variant can't be trained, or does not measure what is compared.</exception>
    public static IReadOnlyList<RecipeWarning> Of(StudyPlan plan, IRunStore? store, bool retrain)
    {
        using var runner = new TrialRunner();
        var warnings = new List<(string Variant, RecipeWarning Warning)>();
        int tried = 0;
        foreach (StudyVariant variant in plan.Variants)
        {
            Trial[] trials = [.. plan.Trials.Where(trial => trial.Variant == variant.Key.Name)];
            if (!retrain && store is not null && trials.All(trial => store.FindFinishedTrial(trial.Key) is not null))
            {
                continue;
            }

            tried++;
            (IReadOnlyList<string> measured, IReadOnlyList<RecipeWarning> found) = Named(variant, () => runner.Try(trials[0].Recipe, trials[0].Context));
            MetricChoice.RefuseUnmeasured(plan.Metrics ?? [], measured, variant.Key.Name);
            warnings.AddRange(found.Select(warning => (variant.Key.Name, warning)));
        }

        return
        [
            .. warnings.GroupBy(entry => entry.Warning).SelectMany(group => group.Count() == tried
                ? [group.Key]
                : group.Select(entry => entry.Warning with { Path = $"{entry.Variant}.{entry.Warning.Path}" })),
        ];
    }

    private static T Named<T>(StudyVariant variant, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RecipeException refusal)
        {
            string path = refusal.Path.Length == 0 ? variant.Key.Name : $"{variant.Key.Name}.{refusal.Path}";
            throw new RecipeException(refusal.Code, path, refusal.Problem, refusal.File, refusal);
        }
    }
}
