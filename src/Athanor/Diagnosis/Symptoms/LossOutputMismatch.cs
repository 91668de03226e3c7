using Athanor.Activations;
using Athanor.Data;
using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;
using Athanor.Losses;
using Athanor.Specs;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The loss expects another kind of answer than the model's last activation gives.</summary>
/// <remarks>
/// Known before training by what the recipe says, by the last module that runs, and by what the answers look like: (1) the loss applies the activation itself; (2) the loss
/// reads logits, but the activation squeezes them into a range; (3) a squared or absolute error behind a sigmoid or softmax on classes, whose gradient dies where the output
/// saturates; (4) targets that lie outside the activation's range;
/// (5) the loss reads log-probabilities, but the model gives something else.
/// </remarks>
internal sealed class LossOutputMismatch : Symptom
{
    /// <summary>How far targets may stand outside the range, as a share of their spread.</summary>
    private const double Outside = 0.1;

    public override string Code => "loss-output-mismatch";

    public override Finding? Look(TrainingSignals signals)
    {
        if (signals.Recipe.Loss is not { } loss)
        {
            return null;
        }

        if (loss.ExpectedActivation is { } expected && Gives(signals, expected) is { } other)
        {
            return Found(signals, ($"{loss.Name} takes what {expected} gives, but the model ends in {other}: the loss has no least value, or none that means anything.", 0.9));
        }

        string? last = LastActivation(signals);
        if (last is null)
        {
            return null;
        }

        bool readsLogits = loss is CrossEntropy or BceWithLogits or MarginLoss || loss.ContainedActivation is not null;
        bool isError = loss is MseLoss or MaeLoss or HuberLoss;
        (string Meaning, double Severity)? found = last switch
        {
            _ when last == loss.ContainedActivation => ($"The model ends in {last}, which {loss.Name} applies itself: applied twice, even a sure answer has a large loss, and gradients starve.", 0.9),
            _ when readsLogits => ($"{loss.Name} reads logits of any size, but the model ends in {last}, which keeps them within a range.", 0.8),
            "sigmoid" or "softmax" when isError && signals.Task.Kind != TaskKind.Regression =>
                ($"A squared or absolute error behind {last}: where the output is sure and wrong, {last} is flat and the gradient dies.", 0.6),
            "softmax" when signals.Task.Outputs == 1 => ("A softmax of one number is always 1: the model can only give one answer.", 1),
            _ when isError && OutOfRange(last, signals.Data) is { } range =>
                ($"Targets reach from {signals.Data.TargetRange.Least:G3} to {signals.Data.TargetRange.Greatest:G3}, but {last} gives answers within {range} only.", 0.8),
            _ => null,
        };
        return found is { } mismatch ? Found(signals, mismatch) : null;
    }

    private Finding Found(TrainingSignals signals, (string Meaning, double Severity) mismatch) => new()
    {
        Symptom = Code,
        Severity = mismatch.Severity,
        Layers = signals.Layers.Count > 0 ? [signals.Layers[^1].Name] : [],
        Meaning = mismatch.Meaning,
        Numbers = [Number("targetLeast", signals.Data.TargetRange.Least), Number("targetGreatest", signals.Data.TargetRange.Greatest), Number("progress", signals.Progress)],
        Treatments = Remedies.For(Code),
    };

    /// <summary>What the model gives in place of what the loss takes; null where it gives that.</summary>
    private static string? Gives(TrainingSignals signals, string expected) =>
        signals.Recipe.Model.FinalActivation is { } activation && SpecCatalog.NameOf(activation.GetType()) is { } name ? name == expected ? null : name == "identity" ? "logits" : name
        : signals.OutputLooksLike == expected ? null
        : signals.OutputLooksLike ?? "something else";

    /// <summary>The name of the activation that the model ends in, or null where it ends in none that bounds its answers.</summary>
    private static string? LastActivation(TrainingSignals signals)
    {
        string? byRecipe = signals.Recipe.Model.FinalActivation switch
        {
            Softmax or LogSoftmax => "softmax",
            Sigmoid => "sigmoid",
            Tanh => "tanh",
            Softsign => "softsign",
            ReLU or ReLU6 => "relu",
            _ => null,
        };
        return byRecipe ?? signals.Model.LastActivation ?? (signals.OutputLooksLike == "log-softmax" ? "softmax" : signals.OutputLooksLike);
    }

    private static string? OutOfRange(string last, DataFacts data)
    {
        (double least, double greatest) = last switch
        {
            "softmax" or "sigmoid" => (0.0, 1.0),
            "tanh" or "softsign" => (-1, 1),
            _ => (0, double.PositiveInfinity),
        };
        double slack = Outside * data.TargetStd;
        return data.TargetRange.Least < least - slack || data.TargetRange.Greatest > greatest + slack
            ? double.IsInfinity(greatest) ? "0 and above" : $"{least} … {greatest}"
            : null;
    }
}
