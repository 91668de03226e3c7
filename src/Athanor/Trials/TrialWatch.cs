using Athanor.Data;
using Athanor.Training;

namespace Athanor.Trials;

/// <summary>Watches a trial while it trains, in whatever process that is, and reports findings with its result.</summary>
/// <remarks>A member is a class with a constructor without parameters; nothing registers it. Rooms below this one have them: the clinic is one.</remarks>
internal abstract class TrialWatch
{
    private static readonly Dictionary<string, TrialWatch> All = typeof(TrialWatch).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(TrialWatch)) && !type.IsAbstract)
        .Select(type => (TrialWatch)Activator.CreateInstance(type)!)
        .ToDictionary(watch => watch.Name, StringComparer.Ordinal);

    /// <summary>The name in <see cref="Trial.Watch"/>.</summary>
    public abstract string Name { get; }

    /// <summary>The watch of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static TrialWatch Of(string name) =>
        All.TryGetValue(name, out TrialWatch? watch) ? watch : throw new ArgumentException($"nobody watches trials under the name '{name}'", nameof(name));

    /// <summary>Trains the recipe while watching.</summary>
    /// <param name="recipe">What is trained.</param>
    /// <param name="data">Its data; they stay the caller's.</param>
    /// <param name="observers">Who watches beside.</param>
    /// <param name="cancellation">Ends the training after the step under way.</param>
    /// <exception cref="Specs.RecipeException">The recipe can't be trained.</exception>
    public abstract TrialResult Run(Recipe recipe, DataSplit data, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation);
}
