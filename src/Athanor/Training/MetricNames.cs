namespace Athanor.Training;

/// <summary>How metrics are named in reports, documents and the store: <c>part/metric</c>.</summary>
public static class MetricNames
{
    /// <summary>The loss, measured beside the recipe's metrics.</summary>
    public const string Loss = "loss";

    /// <summary>The training part, in evaluation mode, once at the end.</summary>
    public const string Train = "train";

    /// <summary>The validation part.</summary>
    public const string Validation = "validation";

    /// <summary>The test part, once at the end.</summary>
    public const string Test = "test";

    /// <summary>Running values over the batches of an epoch, while weights move.</summary>
    public const string Epoch = "epoch";

    /// <summary>Values of single updates.</summary>
    public const string Step = "step";

    /// <summary>What predicting one constant would reach on the test part: the mean of the training targets, or their most frequent class.</summary>
    public const string Constant = "constant";

    /// <summary>Whether a metric is measured at the looks at the validation part: <c>validation/loss</c>, or an average's <c>ema/validation/loss</c>.</summary>
    internal static bool IsOfValidation(string name) => name.Split('/') is [Validation, _] or [_, Validation, _];

    /// <summary>The full name of <paramref name="metric"/> on <paramref name="part"/>.</summary>
    public static string Of(string part, string metric) => $"{part}/{metric}";
}
