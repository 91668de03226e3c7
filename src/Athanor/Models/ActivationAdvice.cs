using Athanor.Specs;

namespace Athanor.Models;

/// <summary>Which output layer, loss, hidden activation and normalization suit a task.</summary>
public static class ActivationAdvice
{
    /// <summary>From how many hidden layers on a net counts as deep: 5.</summary>
    public const int Deep = 5;

    /// <summary>The advice for a task, topic by topic.</summary>
    /// <param name="task">What the model is to answer.</param>
    /// <param name="depth">Hidden layers; at least 0.</param>
    /// <param name="dying">Whether units of such a net were seen to die: to answer 0 to every sample.</param>
    public static IReadOnlyList<Advice> For(AdviceTask task, int depth = 2, bool dying = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        return [Output(task), Prediction(task), Loss(task), .. depth == 0 ? [] : (Advice[])[Hidden(task, depth, dying)], .. Normalization()];
    }

    private static Advice Output(AdviceTask task) => task switch
    {
        AdviceTask.Regression => Line("output layer", ["linear: one number a value"], "a value may be any number; sigmoid, tanh or ReLU would bound it", "linear"),
        AdviceTask.Binary => Line("output layer", ["linear: one logit"], "the sigmoid is inside the loss, where it is exact for large logits", "logits"),
        AdviceTask.MultiClass => Line("output layer", ["linear: one logit a class"], "the softmax is inside the loss, where it is exact for large logits", "logits"),
        _ => Line("output layer", ["linear: one logit a label"], "the sigmoids are inside the loss; labels do not compete, so no softmax", "logits"),
    };

    private static Advice Prediction(AdviceTask task) => task switch
    {
        AdviceTask.Regression => Line("prediction", ["identity"], "the output is the answer", "linear"),
        AdviceTask.Binary => Line("prediction", ["sigmoid"], "turns the logit into the probability of yes", "sigmoid"),
        AdviceTask.MultiClass => Line("prediction", ["softmax"], "turns the logits into probabilities that add up to 1", "softmax"),
        _ => Line("prediction", ["sigmoid"], "turns each logit into the probability of its own label", "sigmoid"),
    };

    private static Advice Loss(AdviceTask task) => task switch
    {
        AdviceTask.Regression => Line("loss", ["mse", "huber", "mae"], "mse by default; huber or mae where outliers must not rule", "mse"),
        AdviceTask.MultiClass => Line("loss", ["cross-entropy"], "the likelihood of the right class; contains the softmax", "cross-entropy"),
        _ => Line("loss", ["bce-with-logits"], "the likelihood of each yes or no; contains the sigmoid", "bce-with-logits"),
    };

    private static Advice Hidden(AdviceTask task, int depth, bool dying)
    {
        if (depth >= Deep)
        {
            const string Reason = "slope 1 above 0, so that gradients pass many layers";
            return dying
                ? Line("hidden layers", ["leaky-relu", "prelu", "swish", "relu"], $"{Reason}; the first three keep a slope below 0, where units die", "dead relu", "leaky-relu")
                : Line("hidden layers", ["relu", "leaky-relu", "prelu", "swish"], $"{Reason}; take one of the last three where units die", "activation function");
        }

        (string[] usual, string[] living) = task switch
        {
            AdviceTask.Regression => (["relu", "leaky-relu"], ["leaky-relu", "relu"]),
            AdviceTask.MultiClass => (["relu", "swish"], ["swish", "leaky-relu", "relu"]),
            _ => (new[] { "relu", "leaky-relu", "tanh" }, new[] { "leaky-relu", "tanh", "relu" }),
        };
        return dying
            ? Line("hidden layers", living, "the first keeps a slope below 0, where units of ReLU die", "dead relu", "leaky-relu")
            : Line("hidden layers", usual, $"with fewer than {Deep} hidden layers they hardly differ; ReLU is the cheapest", "activation function");
    }

    private static IEnumerable<Advice> Normalization() =>
    [
        Line("larger batches of like features", ["batch"], "statistics over the batch, feature by feature; from 16 samples or so they are no noise", "batch normalization"),
        Line("small batches, sequences, padding", ["layer", "masked-batch"], "layer needs no other sample; masked-batch leaves padding out", "layer normalization"),
    ];

    private static Advice Line(string topic, string[] choices, string reason, params string[] terms) =>
        new(topic, [.. choices], reason, terms.Select(TermIndex.Default.TryFind).OfType<TermPage>().First().Page);
}
