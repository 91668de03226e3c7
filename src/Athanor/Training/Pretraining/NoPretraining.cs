using Athanor.Models;
using Athanor.Specs;

namespace Athanor.Training.Pretraining;

/// <summary>All layers are trained together from the start. The default.</summary>
[Spec("none")]
public sealed record NoPretraining : PretrainingSpec
{
    internal override int EpochsPerLayer => 0;

    internal override int LayersOf(ModelSpec model) => 0;

    internal override void CheckModel(ModelSpec model, RecipePath at)
    {
    }

    internal override LayerLearner NewLearner(LayerToLearn layer) => throw new InvalidOperationException("there is no layer to pre-train");
}
