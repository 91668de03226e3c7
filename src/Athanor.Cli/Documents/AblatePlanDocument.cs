using Athanor.Studies;
using Athanor.Training;

namespace Athanor.Cli.Documents;

/// <summary>What <c>ablate --plan --json</c> prints.</summary>
internal sealed record AblatePlanDocument
{
    public string Verb { get; } = "ablate";

    public required string Study { get; init; }

    public required IReadOnlyList<long> Seeds { get; init; }

    public required int SeedsForVerdict { get; init; }

    public required AblatePlanTrials Plan { get; init; }

    public required IReadOnlyList<AblatePlanVariant> Variants { get; init; }

    public required IReadOnlyList<RecipeWarning> Warnings { get; init; }

    public static AblatePlanDocument Of(StudyPlan plan, StudyForecast forecast) => new()
    {
        Study = plan.Name,
        Seeds = [.. plan.Seeds],
        SeedsForVerdict = plan.SeedsForVerdict,
        Plan = new AblatePlanTrials(forecast.Trials, forecast.Reused, forecast.ToTrain, forecast.Workers, forecast.Seconds),
        Warnings = forecast.Warnings,
        Variants =
        [
            .. plan.Variants.Zip(forecast.Variants, (variant, expected) => new AblatePlanVariant(
                variant.Key.Name, [.. variant.Key.Components], expected.Reused, expected.ToTrain)),
        ],
    };
}

/// <summary>Trials in all, and the <paramref name="Seconds"/> of wall time that those to train will take.</summary>
internal sealed record AblatePlanTrials(int Total, int Reused, int ToTrain, int Workers, double Seconds);

/// <summary>A variant and its trials.</summary>
internal sealed record AblatePlanVariant(string Name, IReadOnlyList<string> Components, int Reused, int ToTrain);
