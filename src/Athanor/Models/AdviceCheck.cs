using Athanor.Activations;
using Athanor.Data;
using Athanor.Normalization;
using Athanor.Specs;

namespace Athanor.Models;

/// <summary>Finds where a model goes against <see cref="ActivationAdvice"/> so far that it is likely not meant so.</summary>
internal static class AdviceCheck
{
    private const int SmallBatch = 4;

    /// <summary>What is against the advice: a code, the place, and what to write instead.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">What the data ask.</param>
    /// <param name="batchSize">Samples a batch, or null for all.</param>
    /// <param name="at">The model's place.</param>
    public static IEnumerable<(string Code, string Path, string Message)> Of(ModelSpec model, TaskKind task, int? batchSize, RecipePath at)
    {
        if (model.FinalActivation is { } output && OutputProblem(output, task) is { } problem)
        {
            yield return ("output-activation", at.Key("outputActivation").Value, problem);
        }

        if (model.HiddenActivation is { } hidden && model.HiddenDepth > 0 && HiddenProblem(model, hidden, task) is { } reason)
        {
            yield return ("hidden-activation", at.Key("activation").Value, reason);
        }

        if (model.HiddenNormalization is { MixesSamples: true } normalization)
        {
            if (batchSize is <= SmallBatch)
            {
                yield return ("small-batch-norm", at.Key("normalization").Value, $"the mean and spread of {batchSize} samples are mostly noise; take layer normalization, or batches of 16 and more");
            }
            else if (model is RecurrentSpec && normalization is BatchNorm)
            {
                yield return ("padded-batch-norm", at.Key("normalization").Value, "where sequences are padded, its statistics hold the padding too; take layer or masked-batch");
            }
        }
    }

    private static string? OutputProblem(ActivationSpec output, TaskKind task)
    {
        string name = SpecCatalog.NameOf(output.GetType()) ?? output.GetType().Name;
        return (output, task) switch
        {
            (Identity, _) => null,
            (_, TaskKind.Binary) when IsBounded(output) && output is not (Tanh or HardTanh or Softsign) =>
                $"an answer is yes above 0, and {name} never crosses it, so that all answers are alike; take identity with bce-with-logits",
            (Sigmoid or Softmax or LogSoftmax, TaskKind.MultiClass) => null,
            (_, TaskKind.Regression) when IsBounded(output) => $"{name} bounds the values that a regression can answer; take identity unless the targets have the same bounds",
            (_, not TaskKind.Regression) when IsBounded(output) => $"{name} bounds the logits, so that no class can become certain; take identity",
            _ => null,
        };
    }

    private static string? HiddenProblem(ModelSpec model, ActivationSpec hidden, TaskKind task)
    {
        string name = SpecCatalog.NameOf(hidden.GetType()) ?? hidden.GetType().Name;
        string instead = string.Join(", ", ActivationAdvice.For(TaskOf(task), model.HiddenDepth).Single(line => line.Topic == "hidden layers").Choices);
        return hidden switch
        {
            Identity => $"identity between layers leaves the whole model one linear map; take {instead}",
            Softmax or LogSoftmax => $"{name} makes the units of a hidden layer compete for one sum; take {instead}",
            Sigmoid or HardSigmoid or Tanh or HardTanh or Softsign when model.HiddenDepth >= ActivationAdvice.Deep && model.HiddenNormalization is null or NoNormalization =>
                $"{name} saturates, and gradients shrink through {model.HiddenDepth} layers of it; take {instead}, or normalization",
            _ => null,
        };
    }

    private static bool IsBounded(ActivationSpec activation) =>
        activation is Sigmoid or HardSigmoid or Tanh or HardTanh or Softsign or ReLU or ReLU6 or Softplus or Softmax or LogSoftmax;

    private static AdviceTask TaskOf(TaskKind kind) => kind switch
    {
        TaskKind.Regression => AdviceTask.Regression,
        TaskKind.Binary => AdviceTask.Binary,
        _ => AdviceTask.MultiClass,
    };
}
