using Athanor.Data;
using Athanor.Native;
using Athanor.Specs;

namespace Athanor.Training;

/// <summary>Refuses a model that this machine's memory can't hold, before anything is built: a slip of the keyboard must not take the machine with it.</summary>
internal static class ModelMemory
{
    private const double BytesPerNumber = 4;
    private const double Gigabyte = 1e9;

    /// <summary>Refuses where weights, gradients and the activations of a batch alone need more than is free.</summary>
    /// <exception cref="RecipeException">They do; the message has the figures.</exception>
    public static void RefuseBeyond(Recipe recipe, TaskInfo task, TrainingPlan plan)
    {
        if (recipe.Model.Estimate(task) is not { } estimate || MachineMemory.AvailableBytes() is not { } available)
        {
            return;
        }

        // On another device the activations are that device's matter; the weights are made on this one.
        double activations = recipe.Device == "cpu" ? plan.BatchSize * estimate.ActivationsPerSample : 0;
        double bytes = BytesPerNumber * ((2 * estimate.Parameters) + activations);
        if (bytes > available)
        {
            throw RecipePath.Root.Key("model").Refusal(
                "too-large",
                FormattableString.Invariant($"{estimate.Parameters:N0} parameters with their gradients, and batches of {plan.BatchSize:N0}, need {bytes / Gigabyte:N1} GB at least, ")
                + FormattableString.Invariant($"and {available / Gigabyte:N1} GB are free; take a smaller model or batchSize"));
        }
    }
}
