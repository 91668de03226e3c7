using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Data;
using Athanor.Recording;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor evaluate CHECKPOINT</c>: measures a trained model on data with answers.</summary>
internal sealed class EvaluateCommand : Verb
{
    private readonly CheckpointArgument _checkpoint = new();
    private readonly SampleOptions _samples = new();

    public EvaluateCommand()
        : base("evaluate", "Measures a trained model on data that hold the answers.")
    {
        With(_checkpoint.Argument);
        foreach (Option option in _checkpoint.Options)
        {
            With(option);
        }

        With(_samples.Data);
        With(_samples.Labels);
        With(_samples.Part);
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        string folder = _checkpoint.Folder(arguments, context);
        using Predictor predictor = Predictor.Load(folder, new PredictorOptions { Average = _checkpoint.Average(arguments) });
        using SampleOptions.Samples samples = _samples.Read(arguments, predictor, cancellation);
        if (!samples.Set.Fields.Contains(BatchFields.Target, StringComparer.Ordinal))
        {
            throw new RecipeException("no-target", "", $"has no answers to measure against{(predictor.Task.TargetName is { Length: > 0 } name ? $" (column '{name}')" : "; IDX images need --labels")}; 'athanor predict' needs none", samples.File);
        }

        IReadOnlyDictionary<string, double> metrics = predictor.Evaluate(samples.Name, samples.Set, cancellation);
        var document = new EvaluateDocument
        {
            Checkpoint = Path.GetFullPath(folder),
            Fingerprint = predictor.Recipe.Fingerprint(),
            Weights = predictor.IsAverage ? "average" : "live",
            Part = samples.Part,
            Data = samples.File,
            Samples = samples.Set.Count,
            Metrics = metrics,
            Recorded = samples.Part is null ? null : predictor.RecordedMetrics.Where(metric => metrics.ContainsKey(metric.Key)).ToDictionary(),
        };
        if (context.Json)
        {
            context.Output.Document(document);
            return Task.FromResult(ExitCodes.Done);
        }

        context.Output.Table(MetricTable.Of(metrics));
        context.Output.Paragraph($"{samples.Set.Count:N0} samples, {samples.Source}");
        return Task.FromResult(ExitCodes.Done);
    }
}
