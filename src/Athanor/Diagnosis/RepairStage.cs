namespace Athanor.Diagnosis;

/// <summary>Where in the search for a repair something was tried.</summary>
public enum RepairStage
{
    /// <summary>One treatment.</summary>
    Single,

    /// <summary>Two treatments, after none healed alone.</summary>
    Pair,

    /// <summary>A third treatment on top of the best pair.</summary>
    Triple,

    /// <summary>What healed, with one of its changes left out.</summary>
    Ablation,
}
