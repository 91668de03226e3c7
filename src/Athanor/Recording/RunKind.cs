namespace Athanor.Recording;

/// <summary>Why a run was made.</summary>
public enum RunKind
{
    /// <summary>Somebody trained a recipe.</summary>
    Train,

    /// <summary>A study, a search or an ensemble trained it; known by its key, it may be used again.</summary>
    Trial,
}
