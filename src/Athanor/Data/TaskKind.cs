namespace Athanor.Data;

/// <summary>What is asked of a model: decides what prediction applies to its logits, and the metrics by default.</summary>
public enum TaskKind
{
    /// <summary>Values: the prediction is the output itself.</summary>
    Regression,

    /// <summary>Yes or no: one logit, sigmoid.</summary>
    Binary,

    /// <summary>One of several classes: a logit each, softmax.</summary>
    MultiClass,
}
