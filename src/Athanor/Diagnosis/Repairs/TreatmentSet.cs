using Athanor.Training;

namespace Athanor.Diagnosis.Repairs;

/// <summary>Treatments that are tried together, and the recipe that they make.</summary>
internal sealed record TreatmentSet(IReadOnlyList<Treatment> Treatments, Recipe Recipe)
{
    /// <summary>The set with one more; null where that one has nothing to change any more.</summary>
    public TreatmentSet? With(Treatment treatment) => treatment.Apply(Recipe) is { } changed ? new TreatmentSet([.. Treatments, treatment], changed) : null;

    public static TreatmentSet None(Recipe recipe) => new([], recipe);
}
