using Athanor.Diagnosis.Repairs;
using Athanor.Recording;
using Athanor.Training;

namespace Athanor.Diagnosis;

/// <content>What a finding's treatments are worth: tried, and judged by the same clinic.</content>
public static partial class Clinic
{
    /// <summary>Diagnoses the recipe and searches for the smallest set of changes that heals it.</summary>
    /// <param name="recipe">What is sick, perhaps.</param>
    /// <param name="options">How to search. Null for 5 minutes in this process.</param>
    /// <param name="cancellation">Ends the search; trials that had finished stay in the store, from where the next search takes them.</param>
    /// <exception cref="Specs.RecipeException">The recipe can't be trained for a reason that is no finding.</exception>
    /// <exception cref="StoreException">The store could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<Repair> RepairAsync(Recipe recipe, RepairOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new RepairOptions();
        using IRunStore? own = options.Store is null ? new MemoryRunStore() : null;
        IRunStore store = options.Store ?? own!;
        DiagnosisResult diagnosis = await Task.Run(() => Diagnose(recipe, options.Context, store, options.Name, cancellation: cancellation), cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return await RepairAsync(recipe, diagnosis, options with { Store = store }, cancellation).ConfigureAwait(false);
    }

    /// <summary>As <see cref="RepairAsync(Recipe, RepairOptions?, CancellationToken)"/>, of a recipe that was diagnosed before.</summary>
    /// <param name="recipe">What is sick.</param>
    /// <param name="diagnosis">What was found in it.</param>
    /// <param name="options">How to search. Null for 5 minutes in this process.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static async Task<Repair> RepairAsync(Recipe recipe, DiagnosisResult diagnosis, RepairOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(diagnosis);
        options ??= new RepairOptions();
        using IRunStore? own = options.Store is null ? new MemoryRunStore() : null;
        using var search = new RepairSearch(diagnosis, recipe, options, options.Store ?? own!, cancellation);
        return await search.RunAsync().ConfigureAwait(false);
    }
}
