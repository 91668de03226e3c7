using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Specs;

namespace Athanor.Training;

/// <summary>The usual objective: the recipe's loss of the model's prediction against the batch's target.</summary>
[Spec("supervised")]
public sealed record SupervisedObjective : ObjectiveSpec
{
    /// <inheritdoc/>
    public override (LossTerms Terms, Outputs Outputs) Evaluate(string player, IBatchModel model, LossSpec? loss, Batch batch)
    {
        Outputs outputs = model.Forward(batch);
        return (loss!.TermsOfChecked(new LossInput(outputs.Prediction, batch, outputs.Others)), outputs);
    }
}
