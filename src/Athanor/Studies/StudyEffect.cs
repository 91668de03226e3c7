using Athanor.Evaluation;

namespace Athanor.Studies;

/// <summary>An effect in the unit of the metric, seed by seed and over seeds.</summary>
/// <param name="PerSeed">In the order of the seeds; null where a value that it needs is missing.</param>
/// <param name="OverSeeds">Mean and 95% interval over the seeds that have it.</param>
public sealed record StudyEffect(IReadOnlyList<double?> PerSeed, MeanInterval OverSeeds);

/// <summary>What one component does.</summary>
/// <param name="Component">Its name.</param>
/// <param name="Effect">How much.</param>
public sealed record ComponentEffect(string Component, StudyEffect Effect);

/// <summary>What two components do together beyond the sum of what each does.</summary>
/// <param name="First">The name of the one declared first.</param>
/// <param name="Second">The name of the other.</param>
/// <param name="Effect">How much; null where one requires the other, so that the four variants never exist.</param>
public sealed record InteractionEffect(string First, string Second, StudyEffect? Effect);
