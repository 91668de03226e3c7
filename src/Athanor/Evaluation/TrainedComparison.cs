namespace Athanor.Evaluation;

/// <summary>Which of two variants trains at all more often: McNemar's exact test over seeds.</summary>
/// <param name="Pairs">Seeds in which neither trial failed or is missing.</param>
/// <param name="OnlyReference">Of them, those in which the reference trained and the variant diverged.</param>
/// <param name="OnlyVariant">Those in which the variant trained and the reference diverged.</param>
/// <param name="P">Two-sided; 1 where no pair differs, NaN without pairs.</param>
/// <param name="PHolm">Holm's adjustment over all comparisons with that reference; NaN without pairs.</param>
/// <param name="Significant">Whether <paramref name="PHolm"/> reaches the level; null with fewer than 5 pairs.</param>
public sealed record TrainedComparison(int Pairs, int OnlyReference, int OnlyVariant, double P, double PHolm, bool? Significant);
