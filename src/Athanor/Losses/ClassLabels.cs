using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What losses over class indexes share. Scores are [samples, classes, …], labels int64 [samples, …].</summary>
internal static class ClassLabels
{
    /// <summary>Whether targets are class indexes, not probabilities.</summary>
    public static bool AreIndexes(Tensor target) => !target.is_floating_point();

    /// <summary>Whether the labels have the scores' shape without its axis of classes.</summary>
    public static bool Fit(Tensor scores, Tensor labels)
    {
        long[] whole = scores.shape;
        long[] own = labels.shape;
        return whole.Length == own.Length + 1 && own.Length > 0 && whole[0] == own[0] && whole.AsSpan(2).SequenceEqual(own.AsSpan(1));
    }

    /// <summary>The input with int64 labels, and 0 for score and label where the mask, which knows no axis of classes, is 0.</summary>
    public static LossInput Masked(in LossInput x)
    {
        Tensor labels = x.Target.dtype == ScalarType.Int64 ? x.Target : x.Target.to_type(ScalarType.Int64);
        return x.Mask is null ? x with { Target = labels } : x with { Prediction = MaskedScores(x, x.Prediction), Target = x.Masked(labels) };
    }

    /// <summary>Scores, or probabilities as targets, with 0 where the mask is 0.</summary>
    public static Tensor MaskedScores(in LossInput x, Tensor scores)
    {
        Tensor mask = Places.Align(x.Mask!, scores.select(1, 0), "mask").unsqueeze(1);
        return where(mask == 0, zeros_like(scores), scores);
    }

    /// <summary>Where labels are outside the classes and not ignored, and what they must be.</summary>
    public static (Tensor Where, string Wanted)? Unfit(Tensor labels, long classes, long? ignored = null)
    {
        Tensor wrong = (labels < 0).logical_or(labels >= classes);
        return (ignored is { } index ? wrong.logical_and(labels != index) : wrong, $"among the {classes} classes 0…{classes - 1}");
    }

    /// <summary>Refuses targets that are values, before training.</summary>
    public static void Require(Batch samples, string loss, RecipePath at) =>
        at.Require(
            !samples.TryGet(BatchFields.Target, out Tensor? targets) || AreIndexes(targets),
            $"the targets are values, not the class indexes that {loss} takes; take mse, mae or huber, or say that they are classes (for a CSV: task: multi-class)");

    /// <summary>Refuses class indexes where a loss compares with probabilities.</summary>
    public static void RefuseIndexes(Batch samples, string loss, RecipePath at) =>
        at.Require(
            !samples.TryGet(BatchFields.Target, out Tensor? targets) || !AreIndexes(targets) || targets.dim() > 1,
            $"the targets are class indexes, not the probabilities of all classes that {loss} takes; take cross-entropy");

    /// <summary>What each label counts, in the labels' shape: its class's weight, 0 where it is ignored; null where that is 1 everywhere.</summary>
    public static Tensor? Counts(Tensor labels, Tensor? weight, long? ignored, ScalarType type)
    {
        Tensor? kept = ignored is { } index ? labels != index : null;
        if (weight is null)
        {
            return kept?.to_type(type);
        }

        Tensor counts = weight.index_select(0, WithoutIgnored(labels, kept).flatten()).view(labels.shape);
        return kept is null ? counts : counts * kept;
    }

    /// <summary>The labels with class 0 where they are ignored, so that they index.</summary>
    public static Tensor WithoutIgnored(Tensor labels, long? ignored) => WithoutIgnored(labels, ignored is { } index ? labels != index : null);

    /// <summary>The weights as a tensor like the scores, one for each class; null where there are none.</summary>
    public static Tensor? Weights(ValueList<double> weight, Tensor scores, string loss)
    {
        if (weight.Count == 0)
        {
            return null;
        }

        return weight.Count == scores.shape[1]
            ? tensor([.. weight], scores.dtype, scores.device)
            : throw new RecipeException("shape", $"loss {loss}", $"{weight.Count} weights for {scores.shape[1]} classes; give one for each class");
    }

    private static Tensor WithoutIgnored(Tensor labels, Tensor? kept) => kept is null ? labels : where(kept, labels, zeros_like(labels));
}
