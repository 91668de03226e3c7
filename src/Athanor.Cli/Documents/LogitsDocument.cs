
namespace Athanor.Cli.Documents;

/// <summary>What <c>predict --logits --json</c> prints.</summary>
internal sealed record LogitsDocument
{
    public const string Softmax = "softmax";
    public const string Sigmoid = "sigmoid";

    public string Verb { get; } = "predict";

    public required string Function { get; init; }

    public required IReadOnlyList<double> Logits { get; init; }

    public required double Temperature { get; init; }

    public required IReadOnlyList<double> Probabilities { get; init; }

    /// <summary>Of the probabilities: 1 by softmax.</summary>
    public required double Sum { get; init; }

    /// <summary>The largest logit's index, or of one logit 1 for yes and 0 for no; null where each is a question of its own.</summary>
    public required int? Class { get; init; }

    /// <summary>The indexes of the outputs whose answer is yes; of classes that exclude each other the one.</summary>
    public required IReadOnlyList<int> Yes { get; init; }

    public static LogitsDocument Of(double[] logits, bool independent, double temperature)
    {
        bool softmax = logits.Length > 1 && !independent;
        double[] probabilities = softmax ? Evaluation.Logits.Softmax(logits, temperature) : Evaluation.Logits.Sigmoid([.. logits.Select(logit => logit / temperature)]);
        int[] yes = [.. Enumerable.Range(0, logits.Length).Where(i => logits[i] > 0)];
        int? largest = softmax ? Evaluation.Logits.Largest(logits) : logits.Length == 1 ? yes.Length : null;
        return new LogitsDocument
        {
            Function = softmax ? Softmax : Sigmoid,
            Logits = logits,
            Temperature = temperature,
            Probabilities = probabilities,
            Sum = probabilities.Sum(),
            Class = largest,
            Yes = softmax ? [largest!.Value] : yes,
        };
    }
}
