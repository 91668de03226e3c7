namespace Athanor.Metrics.Text;

/// <summary>What BLEU makes of an order of n-grams without a match.</summary>
public enum BleuSmoothing
{
    /// <summary>Nothing: its precision is 0, and so is the score.</summary>
    None,

    /// <summary>The k-th such order has the precision 100 / (2^k · its n-grams).</summary>
    Exp,
}
