using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>How tensors of unlike shape stand for the same places.</summary>
internal static class Places
{
    private static readonly string[] Axes = ["batch"];

    /// <summary>The mask or weight with as many axes as the terms: trailing ones are added ([samples] serves [samples, time]), trailing axes of 1 dropped.</summary>
    /// <exception cref="RecipeException">It does not fit; both shapes are named.</exception>
    public static Tensor Align(Tensor factor, Tensor terms, string what) =>
        WithAxesOf(terms, factor)?.to_type(terms.dtype)
        ?? throw new RecipeException("shape", "", $"{what} {Describe(factor)} does not fit the loss's terms {Describe(terms)}");

    /// <summary>The same without a change of type; null where it does not fit.</summary>
    public static Tensor? WithAxesOf(Tensor places, Tensor factor)
    {
        long[] shape = places.shape;
        Tensor aligned = factor;
        while (aligned.dim() > shape.Length && aligned.shape[^1] == 1)
        {
            aligned = aligned.squeeze(-1);
        }

        while (aligned.dim() < shape.Length)
        {
            aligned = aligned.unsqueeze(-1);
        }

        long[] own = aligned.shape;
        return own.Length == shape.Length && own.Zip(shape).All(pair => pair.First == pair.Second || pair.First == 1) ? aligned : null;
    }

    /// <summary>Whether <see cref="Align"/> would succeed.</summary>
    public static bool Fits(Tensor factor, Tensor terms)
    {
        long[] shape = factor.shape;
        long[] whole = terms.shape;
        int axes = shape.Length;
        while (axes > whole.Length && shape[axes - 1] == 1)
        {
            axes--;
        }

        return axes <= whole.Length && shape.AsSpan(0, axes).ToArray().Zip(whole).All(pair => pair.First == pair.Second || pair.First == 1);
    }

    /// <summary>The shape with the batch axis named: <c>[32 batch, 10]</c>.</summary>
    public static string Describe(Tensor tensor) =>
        $"[{string.Join(", ", tensor.shape.Select((size, axis) => axis < Axes.Length ? $"{size} {Axes[axis]}" : $"{size}"))}]";

    /// <summary>Whether the shapes are the same.</summary>
    public static bool SameShape(Tensor one, Tensor other) => one.shape.AsSpan().SequenceEqual(other.shape);

    /// <summary>Whether <paramref name="longer"/> is <paramref name="shorter"/> with one axis of size 1 behind it.</summary>
    public static bool HasOneMoreAxisOf1(Tensor longer, Tensor shorter)
    {
        long[] shape = longer.shape;
        return shape.Length > 0 && shape[^1] == 1 && shape.AsSpan()[..^1].SequenceEqual(shorter.shape);
    }
}
