namespace Athanor.Metrics.Text;

/// <summary>BLEU and what it is made of.</summary>
/// <param name="Value">0 to 100; NaN without any text.</param>
/// <param name="Precisions">Of n-grams of 1 to 4 words, in percent, as smoothed; all 0 where no word is shared.</param>
/// <param name="BrevityPenalty">1, or less where the hypotheses are shorter than the references.</param>
/// <param name="HypothesisLength">Words of all hypotheses.</param>
/// <param name="ReferenceLength">Words of the references that are closest in length, of equals the shorter.</param>
public sealed record BleuScore(double Value, IReadOnlyList<double> Precisions, double BrevityPenalty, long HypothesisLength, long ReferenceLength);
