using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Specs;

namespace Athanor.Training;

/// <summary>Makes losses of a model and a batch: one for each player, a named part of the parameters with an optimizer of its own.</summary>
[SpecFamily("objective")]
public abstract record ObjectiveSpec : Spec
{
    /// <summary>The loss of <paramref name="player"/> on the batch, and the outputs by which metrics judge it.</summary>
    /// <param name="player">Whose update this is for; <see cref="Players.Main"/> where the recipe names none.</param>
    /// <param name="model">The model.</param>
    /// <param name="loss">The recipe's loss, or null where it has none.</param>
    /// <param name="batch">The batch, on the model's device.</param>
    public abstract (LossTerms Terms, Outputs Outputs) Evaluate(string player, IBatchModel model, LossSpec? loss, Batch batch);
}
