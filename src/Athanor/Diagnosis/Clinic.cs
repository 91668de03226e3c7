using Athanor.Data;
using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Symptoms;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Diagnosis;

/// <summary>Trains a recipe while watching it, and names what goes wrong.</summary>
public static partial class Clinic
{
    private const long Readings = 200;
    private const long Looks = 40;
    private const long SequenceLooks = 12;
    private const long MostBetweenReadings = 10;
    private const long MostBetweenLooks = 100;

    /// <summary>The codes of all findings.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Symptom.Codes.Concat(BeforeTraining.Codes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Trains, watches more closely than <see cref="GradientHealth"/> does by default where the training is short, and records run and findings.</summary>
    /// <param name="recipe">What to train. A model that ends in the activation that its loss applies is trained here, and reported.</param>
    /// <param name="context">Where relative paths start.</param>
    /// <param name="store">Where run and findings are kept.</param>
    /// <param name="name">The run's name for people.</param>
    /// <param name="observers">Who watches beside the clinic.</param>
    /// <param name="stopOn">Findings that end a hopeless training: see <see cref="GradientHealth.StopOn"/>. Null for none.</param>
    /// <param name="cancellation">Ends the training after the step under way; what was seen until then is judged.</param>
    /// <exception cref="RecipeException">The recipe can't be trained for a reason that is no finding; nothing is recorded.</exception>
    /// <exception cref="StoreException">The store could not be written.</exception>
    public static DiagnosisResult Diagnose(
        Recipe recipe, DataContext context, IRunStore store, string name = "", IReadOnlyList<ITrainingObserver>? observers = null, IReadOnlyList<string>? stopOn = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(store);
        RunStart start = new()
        {
            Name = name,
            RecipeJson = SpecWriter.ToJson(recipe),
            Fingerprint = recipe.Fingerprint(),
            Seed = recipe.Seed,
            EnvironmentJson = RunEnvironment.ToJson(),
        };
        Finding? badData = null;
        DataSplit prepared;
        try
        {
            prepared = TrainingData.Prepare(recipe, context, source => badData = BeforeTraining.NonFiniteData(source));
        }
        catch (RecipeException refusal) when (BeforeTraining.IsMissingNumber(refusal))
        {
            using IRunWriter unread = store.Begin(start);
            Finding finding = BeforeTraining.MissingNumber(refusal);
            unread.Finding(finding.ToRecord());
            unread.Finish(new RunEnd { Status = RunStatus.Failed, Error = finding.Meaning });
            return new DiagnosisResult(unread.Id, [finding], null);
        }

        using DataSplit data = prepared;
        using var trainer = Trainer.ForDiagnosis(recipe, data);
        using IRunWriter writer = store.Begin(start);
        Examination seen = Examine(trainer, badData, [.. observers ?? [], new RunRecorder(writer, recipe.Run.RecordEverySteps)], cancellation, stopOn);
        foreach (Finding finding in seen.Findings)
        {
            writer.Finding(finding.ToRecord());
        }

        writer.Finish(End(trainer, seen.Report, seen.Findings));
        return new DiagnosisResult(writer.Id, seen.Findings, seen.Report) { ConstantLoss = seen.ConstantLoss, Course = seen.Course };
    }

    /// <summary>Trains while watching, and says what was found.</summary>
    /// <param name="trainer">What trains; see <see cref="Trainer.ForDiagnosis"/>.</param>
    /// <param name="badData">What was found in the data before; it explains all that follows from it.</param>
    /// <param name="observers">Who watches beside the clinic.</param>
    /// <param name="cancellation">Ends the training after the step under way.</param>
    /// <param name="stopOn">Findings that end a hopeless training; null for none.</param>
    internal static Examination Examine(Trainer trainer, Finding? badData, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation, IReadOnlyList<string>? stopOn = null)
    {
        Finding[] before = [.. new[] { badData, BeforeTraining.NothingToTrain(trainer), BeforeTraining.BatchOfOne(trainer) }.OfType<Finding>()];
        if (before.Any(BeforeTraining.Forbids))
        {
            return new Examination(before, null, double.NaN);
        }

        using GradientHealth health = Watch(trainer, stopOn);
        foreach (ITrainingObserver observer in observers)
        {
            trainer.Observers.Add(observer);
        }

        RunReport report = trainer.Run(cancellation);
        return new Examination(badData is null ? [.. health.Findings] : before, report, health.Seen!.Chance) { Course = TrainingCourse.Of(health.Seen) };
    }

    /// <summary>Lets a watcher look at the training, as often as its length allows.</summary>
    internal static GradientHealth Watch(Trainer trainer, IReadOnlyList<string>? stopOn = null)
    {
        long updates = trainer.Session.Plan.Updates;
        var health = new GradientHealth(
            Math.Clamp(updates / Readings, 1, MostBetweenReadings), Math.Clamp(updates / Looks, 1, MostBetweenLooks), Math.Max(updates / SequenceLooks, 1))
        {
            StopOn = stopOn ?? [],
        };
        trainer.Observers.Add(health);
        return health;
    }

    private static RunEnd End(Trainer trainer, RunReport? report, IReadOnlyList<Finding> findings) => report is null
        ? new RunEnd { Status = RunStatus.Failed, Parameters = trainer.Session.Parameters, Error = findings[0].Meaning }
        : RunEnd.Of(report);
}
