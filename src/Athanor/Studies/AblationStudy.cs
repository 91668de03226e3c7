using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Models;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>Changes one part of a system at a time and watches the result: which component earns its place?</summary>
/// <remarks>An immutable value: each call gives a new study. Components are applied in declared order, but one always after those it requires.</remarks>
public sealed class AblationStudy
{
    private readonly IReadOnlyList<StudyComponent> _components;
    private readonly IReadOnlyList<DesignChoice> _designs;
    private readonly SeedList _seeds;
    private readonly IReadOnlyList<string>? _metrics;
    private readonly double _alpha;
    private readonly double _confidence;
    private readonly DataContext _context;

    /// <summary>A study of <paramref name="baseline"/>; relative paths start from the working folder.</summary>
    /// <param name="name">What its trials and its report are called.</param>
    /// <param name="baseline">The system without any of the components.</param>
    public AblationStudy(string name, Recipe baseline)
        : this(name, baseline, [], [new DesignChoice(StudyDesign.Additive)], 5, null, new DataContext(Environment.CurrentDirectory))
    {
    }

    private AblationStudy(
        string name, Recipe baseline, IReadOnlyList<StudyComponent> components, IReadOnlyList<DesignChoice> designs, SeedList seeds,
        IReadOnlyList<string>? metrics, DataContext context, double alpha = 0.05, double confidence = 0.95)
    {
        (Name, Baseline, _components, _designs, _seeds, _metrics, _context) = (name, baseline, components, designs, seeds, metrics, context);
        (_alpha, _confidence) = (alpha, confidence);
    }

    private AblationStudy(StudyDocument document, DataContext context)
        : this(
            document.Name, document.Recipe, [.. document.Components.Select(entry => FromPatch(entry.Key, entry.Value))],
            [.. document.Design.Select(design => design.ToChoice())], document.Seeds, document.Metrics, context, document.Alpha, document.Confidence)
    {
    }

    /// <summary>The study's name.</summary>
    public string Name { get; }

    /// <summary>The system without any of the components.</summary>
    public Recipe Baseline { get; }

    /// <summary>The study of a document that was read; relative paths start from <paramref name="context"/>.</summary>
    public static AblationStudy Of(StudyDocument document, DataContext context) => new(document, context);

    /// <summary>The same study with one more component.</summary>
    /// <param name="name">Its name, unique in the study.</param>
    /// <param name="change">What it does to a recipe: <c>r => r with { … }</c>.</param>
    /// <param name="requires">Components that it builds on: a variant without them does not exist.</param>
    public AblationStudy Component(string name, Func<Recipe, Recipe> change, IReadOnlyList<string>? requires = null) =>
        With([.. _components, new StudyComponent(new ComponentDeclaration(name, [.. requires ?? []]), change, null)], _designs);

    /// <summary>The same study with other designs. Default additive.</summary>
    public AblationStudy Design(params IReadOnlyList<StudyDesign> designs) =>
        With(_components, [.. designs.Select(design => new DesignChoice(design))]);

    /// <summary>What would be trained.</summary>
    /// <param name="seeds">A number n for the seeds 0…n−1, or a list. Default the document's, or 0…4.</param>
    /// <param name="metrics">What is compared, the first being tested. Default the document's, or the task's first metric and the loss on the test part.</param>
    /// <param name="only">Names of the variants to keep; null for all.</param>
    /// <exception cref="RecipeException">The components or their variants make no sense; the place is named.</exception>
    public StudyPlan Plan(SeedList? seeds = null, IReadOnlyList<string>? metrics = null, IReadOnlyList<string>? only = null)
    {
        IReadOnlyList<VariantKey> keys = DesignExpansion.Expand([.. _components.Select(component => component.Declaration)], _designs);
        var recipes = new VariantRecipes(Baseline, _components);
        var full = new VariantKey([.. _components.Select(component => component.Name)]);
        StudyVariant[] variants = [.. keys.Select(key => new StudyVariant(key, VariantLabel.Of(key, full), recipes.Of(key)))];
        RefuseCapturedState(variants);
        metrics = MetricChoice.Check(metrics ?? _metrics, Baseline, variants.Select(variant => variant.Recipe));
        return new StudyPlan(
            Name, Baseline, [.. _components.Select(component => (component, recipes.ChangeOf(component)))], _designs, VariantChoice.Of(variants, only), seeds ?? _seeds, metrics, _alpha, _confidence, _context);
    }

    /// <summary>Trains what the plan says and draws its conclusions.</summary>
    /// <param name="seeds">As in <see cref="Plan"/>.</param>
    /// <param name="metrics">As in <see cref="Plan"/>.</param>
    /// <param name="options">Store, workers, who watches.</param>
    /// <param name="cancellation">Ends it; what had finished is kept in the store.</param>
    /// <exception cref="RecipeException">A recipe can't be trained.</exception>
    /// <exception cref="StoreException">The store could not be written.</exception>
    public Task<StudyResult> RunAsync(
        SeedList? seeds = null, IReadOnlyList<string>? metrics = null, StudyOptions? options = null, CancellationToken cancellation = default) =>
        RunAsync(Plan(seeds, metrics), options, cancellation);

    /// <summary>Trains a plan of this study.</summary>
    /// <inheritdoc cref="RunAsync(SeedList?, IReadOnlyList{string}?, StudyOptions?, CancellationToken)"/>
    public async Task<StudyResult> RunAsync(StudyPlan plan, StudyOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new StudyOptions();
        if (StudyWorkers.Serving is { } served)
        {
            return ServeOrPass(served, plan);
        }

        IReadOnlyList<RecipeWarning> warnings = StudyCheck.Of(plan, options.Store, options.Retrain);
        options.Observer?.OnWarnings(warnings);
        using var memory = options.Store is null ? new MemoryRunStore() : null;
        WorkerLaunch? launch = options.InProcess ? null : options.Launch ?? StudyWorkers.Launch(Name);
        var queue = new TrialQueue(options.Store ?? memory!, new TrialQueueOptions
        {
            Workers = options.Workers,
            Retrain = options.Retrain,
            Launch = launch,
            Observer = options.Observer,
        });
        IReadOnlyList<TrialResult> results = await queue.RunAsync(plan.Trials, cancellation).ConfigureAwait(false);
        StudyResult result = StudyResult.Of(plan, results, options.Store ?? memory!);
        result.Warnings = warnings;
        return result;
    }

    /// <summary>A worker serves the study it was started for; the studies before it in the program are passed over without a result.</summary>
    private StudyResult ServeOrPass(string served, StudyPlan plan)
    {
        if (served == Name)
        {
            var known = plan.Trials.GroupBy(trial => trial.Recipe.Fingerprint(), StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.First().Recipe, StringComparer.Ordinal);
            using Stream requests = StandardStreams.Input();
            using Stream events = StandardStreams.Output();
            TrialWorker.Serve(requests, events, known);
            Environment.Exit(0);
        }

        return StudyResult.Of(plan, [.. plan.Trials.Select(_ => new TrialResult { Status = RunStatus.Interrupted })], store: null);
    }

    /// <summary>Two models whose delegates captured different values would look alike, and one's trials would be used for the other.</summary>
    private static void RefuseCapturedState(IEnumerable<StudyVariant> variants)
    {
        foreach (StudyVariant variant in variants)
        {
            if (variant.Recipe.Model is CustomModel { CapturesState: true } custom)
            {
                throw new RecipeException(
                    "captured-state", $"{variant.Key.Name}.model",
                    $"the delegate of '{custom.Name}' holds values from around it, which no fingerprint sees; hand them over as options");
            }
        }
    }

    private static StudyComponent FromPatch(string name, ComponentSpec component)
    {
        RecipePath at = RecipePath.Root.Key("components").Key(name).Key("patch");
        JsonNode patch = component.Patch.ToNode() ?? throw at.Refusal("missing-key", "is empty; say what the component changes");
        Recipe Apply(Recipe recipe) =>
            Patch.Apply(recipe, patch, at);
        return new StudyComponent(new ComponentDeclaration(name, component.Requires), Apply, patch);
    }

    private AblationStudy With(IReadOnlyList<StudyComponent> components, IReadOnlyList<DesignChoice> designs) =>
        new(Name, Baseline, components, designs, _seeds, _metrics, _context, _alpha, _confidence);
}
