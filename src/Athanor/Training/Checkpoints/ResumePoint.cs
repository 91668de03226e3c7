using Athanor.Persistence;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training.Checkpoints;

/// <summary>The state from which a training goes on: that of the newest checkpoint that is whole.</summary>
internal sealed class ResumePoint : IDisposable
{
    private ResumePoint(Checkpoint checkpoint, SavedState state) => (Checkpoint, State) = (checkpoint, state);

    /// <summary>Where it came from.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The state; its tensors live until this is disposed.</summary>
    public SavedState State { get; }

    /// <summary>The newest good checkpoint in <paramref name="folder"/>, or null where there is none.</summary>
    /// <param name="folder">The folder of one training's checkpoints.</param>
    /// <param name="recipe">The recipe, which must be the one that made them.</param>
    /// <param name="refused">Told of every newer one that is torn, cut short or altered.</param>
    /// <exception cref="RecipeException"><c>other-recipe</c>: the checkpoints are of another recipe.</exception>
    public static ResumePoint? Find(string folder, Recipe recipe, Action<RecipeException>? refused)
    {
        CheckpointSeries.Recover(folder);
        foreach ((string path, long step) in CheckpointSeries.In(folder))
        {
            try
            {
                return Read(path, step, recipe);
            }
            catch (RecipeException error) when (error.Code is CheckpointManifest.BadCheckpoint or SafeTensors.BadFile)
            {
                refused?.Invoke(error);
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in State.Tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private static ResumePoint Read(string path, long step, Recipe recipe)
    {
        Checkpoint checkpoint = Checkpoint.Open(path);
        if (checkpoint.Step != step)
        {
            throw CheckpointManifest.Bad(path, CheckpointManifest.FileName, $"is of step {checkpoint.Step}");
        }

        if (checkpoint.Fingerprint != recipe.Fingerprint())
        {
            throw new RecipeException(
                "other-recipe", "", "was made by another recipe, so this one can't go on from it; train anew, or give the recipe that made it", checkpoint.Folder);
        }

        using DisposeScope scope = NewDisposeScope();
        SavedState state = checkpoint.ReadState();
        foreach (Tensor tensor in state.Tensors.Values)
        {
            tensor.DetachFromDisposeScope();
        }

        return new ResumePoint(checkpoint, state);
    }
}
