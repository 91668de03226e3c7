using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What losses over embeddings share: the prediction is one vector a sample, and the others stand beside it under their names.</summary>
/// <remarks>Masks say which samples count, [samples]. Where one is 0 all its vectors are read as 0.</remarks>
public abstract record EmbeddingLoss : LossSpec
{
    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        LossInput fitted = x with { Prediction = x.Masked(x.Prediction) };
        foreach (string name in Reads)
        {
            Tensor other = x[name];
            if (x.Prediction.dim() != 2 || !Places.SameShape(x.Prediction, other))
            {
                throw Differ("prediction", x.Prediction, name, other);
            }

            fitted = fitted.With(name, x.Masked(other.to_type(x.Prediction.dtype)));
        }

        return ReadsTarget ? fitted with { Target = BySample(x) } : fitted;
    }

    private Tensor BySample(in LossInput x)
    {
        Tensor target = x.Target.dim() == 2 && x.Target.shape[1] == 1 ? x.Target.squeeze(1) : x.Target;
        return target.dim() == 1 && target.shape[0] == x.Prediction.shape[0]
            ? x.Masked(target.to_type(x.Prediction.dtype))
            : throw new RecipeException("shape", Place, $"target {Places.Describe(x.Target)} is not one number for each of the prediction's samples {Places.Describe(x.Prediction)}");
    }
}
