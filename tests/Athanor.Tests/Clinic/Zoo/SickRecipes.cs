using Athanor.Tests.Clinic.Zoo.Sick;

namespace Athanor.Tests.Clinic.Zoo;

/// <summary>All recipes that can't work.</summary>
internal static class SickRecipes
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. VanishingGradients.All, .. LargeWeights.All, .. DeadUnits.All, .. LearningRates.All, .. OutputsAndLosses.All, .. DataFaults.All, .. Fitting.All, .. BatchesAndSteps.All,
    ];
}
