using Athanor.Training;

namespace Athanor.Studies;

/// <summary>One variant of a study: the baseline with some of the components.</summary>
/// <param name="Key">Its components.</param>
/// <param name="Label">Its row's name in the table: <c>A (baseline)</c>, <c>A+B</c>, <c>A+B+C (final)</c>.</param>
/// <param name="Recipe">What is trained, with the baseline's seed.</param>
public sealed record StudyVariant(VariantKey Key, string Label, Recipe Recipe);
