using Athanor.Data;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Trials;

/// <summary>Trains trials in this process, one after another; data that the next trial shares are made once.</summary>
internal sealed class TrialRunner : IDisposable
{
    private string _dataKey = "";
    private DataSplit? _data;

    /// <summary>Trains; every epoch's metrics go to <paramref name="onEpoch"/>.</summary>
    /// <param name="recipe">What is trained.</param>
    /// <param name="context">Where relative paths start.</param>
    /// <param name="watch">Who watches beside; null for nobody.</param>
    /// <param name="onEpoch">Told after every epoch.</param>
    /// <param name="cancellation">Ends the training after the step under way.</param>
    /// <exception cref="RecipeException">The recipe can't be trained here, and nobody watches: a watch wants to know which recipes can't be.</exception>
    public TrialResult Run(Recipe recipe, DataContext context, string? watch, Action<EpochReport> onEpoch, CancellationToken cancellation)
    {
        ITrainingObserver[] observers = [new EpochObserver(onEpoch)];
        if (watch is not null)
        {
            try
            {
                return TrialWatch.Of(watch).Run(recipe, Data(recipe, context), observers, cancellation);
            }
            catch (RecipeException refusal)
            {
                return new TrialResult { Status = RunStatus.Failed, Reason = refusal.Message.ReplaceLineEndings(" ") };
            }
        }

        using var trainer = new Trainer(recipe, Data(recipe, context));
        trainer.Observers.Add(observers[0]);
        return TrialResult.Of(trainer.Run(cancellation));
    }

    /// <summary>Tries what training would do with one batch, and trains nothing.</summary>
    /// <returns>The names of the metrics that it would give, and what is likely not meant so.</returns>
    /// <exception cref="RecipeException">The recipe can't be trained here.</exception>
    public (IReadOnlyList<string> Metrics, IReadOnlyList<RecipeWarning> Warnings) Try(Recipe recipe, DataContext context)
    {
        using var trainer = new Trainer(recipe, Data(recipe, context));
        return (trainer.FinalMetricNames, trainer.Session.Plan.Warnings);
    }

    /// <summary>How many seconds the trial would take, judged by a few of its updates.</summary>
    /// <exception cref="RecipeException">The recipe can't be trained here.</exception>
    public double Judge(Recipe recipe, DataContext context, TimeSpan limit) => TrialProbe.Seconds(recipe, Data(recipe, context), limit);

    public void Dispose() => _data?.Dispose();

    private DataSplit Data(Recipe recipe, DataContext context)
    {
        string key = string.Join('\n', context.BaseFolder, SpecWriter.ToJson(recipe.Data), SpecWriter.ToJson(recipe.Split),
            recipe.Standardization is { } standardization ? SpecWriter.ToJson(standardization) : "");
        if (_data is null || key != _dataKey)
        {
            _data?.Dispose();
            _data = null;
            _data = TrainingData.Prepare(recipe, context);
            _dataKey = key;
        }

        return _data;
    }

    private sealed class EpochObserver(Action<EpochReport> onEpoch) : ITrainingObserver
    {
        public void OnEpoch(EpochReport report) => onEpoch(report);
    }
}
