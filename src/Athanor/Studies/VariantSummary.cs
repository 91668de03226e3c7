using Athanor.Evaluation;

namespace Athanor.Studies;

/// <summary>One variant's row in the table of a study, for one metric.</summary>
/// <param name="Values">Mean and interval over the seeds that have a value.</param>
/// <param name="Trained">How many trials trained to their end.</param>
/// <param name="Failed">How many crashed; diverged ones are not among them.</param>
/// <param name="Diverged">How many diverged.</param>
/// <param name="VersusBaseline">The comparison with the baseline; null for the baseline itself and where there is none.</param>
/// <param name="VersusFull">The comparison with the full system; null for the full system itself and where there is none.</param>
public sealed record VariantSummary(
    MeanInterval Values, int Trained, int Failed, int Diverged, PairedComparison? VersusBaseline, PairedComparison? VersusFull)
{
    /// <summary>The share of diverged trials among those that trained or diverged; NaN without any.</summary>
    public double DivergedShare => (double)Diverged / (Trained + Diverged);
}
