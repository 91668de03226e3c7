using System.CommandLine;
using System.Reflection;
using Athanor.Cli.Documents;
using Athanor.Cli.Progress;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;
using Athanor.Trials;
using Athanor.Tuning;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor tune clip recipe.yaml</c>: finds the clipping threshold.</summary>
internal sealed class TuneClipCommand : Verb
{
    private const int SparklineWidth = 40;
    private readonly Argument<string> _file;
    private readonly Option<string[]> _set;
    private readonly Option<int> _seeds;
    private readonly Option<long?> _steps;
    private readonly Option<double?> _budget;
    private readonly Option<string?> _metric;
    private readonly Option<int?> _workers;
    private readonly Option<bool> _retrain;

    public TuneClipCommand()
        : base("clip", "Finds the clipping threshold: one run without clipping, then thresholds around the norms that it had.")
    {
        _file = With(new Argument<string>("recipe.yaml") { Description = "The recipe's file." });
        _set = With(RecipeFile.SetOption());
        _seeds = With(new Option<int>("--seeds") { Description = "Train every threshold with the seeds 0 to n−1. Default 3.", HelpName = "n", DefaultValueFactory = _ => 3 });
        _steps = With(new Option<long?>("--steps") { Description = "Updates a trial, instead of the recipe's epochs or steps.", HelpName = "n" });
        _budget = With(new Option<double?>("--budget") { Description = "About how long it may take: trials are shortened until they fit.", HelpName = "seconds" });
        _metric = With(new Option<string?>("--metric") { Description = "What decides. Default: validation/loss, or train/loss without a validation part.", HelpName = "name" });
        _workers = With(new Option<int?>("--workers") { Description = "Trials at a time. Default: processor cores ÷ threads of a trial.", HelpName = "n" });
        _retrain = With(new Option<bool>("--retrain") { Description = "Train again what the store holds finished." });
        AtLeastOne(_seeds);
        AtLeastOne(_steps);
        AtLeastOne(_workers);
        Seconds(_budget);
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        Recipe recipe = RecipeFile.With(SpecReader.Load<Recipe>(file), file, arguments.GetValue(_set) ?? []);
        return RecipeFile.NamedAsync(file, async () =>
        {
            using IRunStore store = context.OpenStore();
            ProgressView view = ProgressView.For(context.Output);
            var search = new ClippingSearch($"{Path.GetFileNameWithoutExtension(file)}-clip", recipe, RecipeFile.Context(file));
            ClippingSearchResult result = await view.WatchAsync(() => search.RunAsync(SearchOptions(arguments) with { Store = store, Observer = new StudyProgress(view) }, cancellation));
            if (context.Json)
            {
                context.Output.Document(TuneDocument.Of(result));
            }
            else
            {
                Print(result, context.Output);
            }

            return result.Recommended is null ? ExitCodes.Failed : ExitCodes.Done;
        });
    }

    private ClippingSearchOptions SearchOptions(ParseResult arguments) => new()
    {
        Seeds = arguments.GetValue(_seeds),
        Steps = arguments.GetValue(_steps),
        Budget = arguments.GetValue(_budget) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Metric = arguments.GetValue(_metric),
        Workers = arguments.GetValue(_workers),
        Retrain = arguments.GetValue(_retrain),
        Launch = Assembly.GetEntryAssembly() == typeof(TuneClipCommand).Assembly ? WorkerLaunch.Self([WorkerCommand.VerbName]) : null,
    };

    private static void Print(ClippingSearchResult result, CommandOutput output)
    {
        NormRecording norms = result.Unclipped;
        if (norms.Norms.Count > 0)
        {
            output.Paragraph($"gradient norms without clipping, log scale {Sparkline.Of([.. norms.Norms.Select(Math.Log10)], SparklineWidth, output.Ascii)}");
            output.Paragraph(
                $"10% below {norms.Percentile(10):G3}, half below {norms.Percentile(50):G3}, 90% below {norms.Percentile(90):G3}, the largest {norms.Percentile(100):G3}; "
                + (norms.Diverged ? $"diverged after {norms.Steps:N0} updates" : $"{norms.Steps:N0} updates"));
        }

        output.Line();
        output.Table(result.ToTable());
        output.Paragraph($"{result.Metric} by threshold, smallest first {Sparkline.Of([.. result.Candidates.Select(candidate => candidate.Mean)], SparklineWidth, output.Ascii)} (! diverged)");
        output.Line();
        output.Paragraph(result.Reason);
        if (result.Recommended?.MaxNorm is { } bound)
        {
            output.Paragraph($"clipping: {{ by-norm: {{ maxNorm: {bound:G6} }} }}");
        }
    }
}
