namespace Athanor.Losses;

/// <summary>How data write yes and no for a loss that thinks in signs.</summary>
public enum BinaryLabels
{
    /// <summary>1 for yes, −1 for no.</summary>
    PlusMinusOne,

    /// <summary>1 for yes, 0 for no.</summary>
    ZeroOne,
}
