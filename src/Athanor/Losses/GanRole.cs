namespace Athanor.Losses;

/// <summary>Whose loss a GAN's is: its two networks play against each other.</summary>
public enum GanRole
{
    /// <summary>The critic's, which tells real from made.</summary>
    Discriminator,

    /// <summary>The generator's, which wants to be taken for real.</summary>
    Generator,
}
