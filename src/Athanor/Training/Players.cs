namespace Athanor.Training;

/// <summary>Names of players: parts of a model's parameters that have an optimizer of their own.</summary>
public static class Players
{
    /// <summary>The player that owns whatever no named player claims: the only one of most recipes.</summary>
    public const string Main = "main";
}
