namespace Athanor.Models;

/// <summary>What a model is to answer, for who asks for advice.</summary>
public enum AdviceTask
{
    /// <summary>Values.</summary>
    Regression,

    /// <summary>Yes or no.</summary>
    Binary,

    /// <summary>One of several classes.</summary>
    MultiClass,

    /// <summary>Any number of several labels.</summary>
    MultiLabel,
}
