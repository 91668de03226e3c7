namespace Athanor.Data;

/// <summary>The names of the fields that models, losses and metrics know. Others may stand beside them.</summary>
public static class BatchFields
{
    /// <summary>What the model reads.</summary>
    public const string Inputs = "inputs";

    /// <summary>What the model should answer.</summary>
    public const string Target = "target";

    /// <summary>0/1 by place: which places count.</summary>
    public const string Mask = "mask";

    /// <summary>Weight by sample.</summary>
    public const string Weight = "weight";

    /// <summary>Length by sample.</summary>
    public const string Lengths = "lengths";

    /// <summary>Index of the sample in its data set.</summary>
    public const string SampleIndex = "index";
}
