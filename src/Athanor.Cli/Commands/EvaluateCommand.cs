using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Data;
using Athanor.Recording;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor evaluate CHECKPOINT</c>: measures a trained model on data with answers.</summary>
internal sealed class EvaluateCommand : Verb
{
    private readonly CheckpointArgument _checkpoint = new();
    private readonly Option<string?> _part;

    public EvaluateCommand()
        : base("evaluate", "Measures a trained model on data that hold the answers.")
    {
        With(_checkpoint.Argument);
        With(_checkpoint.BestOption);
        _part = With(DataPart.Option());
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        string folder = _checkpoint.Folder(arguments, context);
        using Predictor predictor = Predictor.Load(folder);
        using DataSplit own = predictor.OwnData(new DataContext(predictor.DataFolder, cancellation));
        (string part, Dataset samples) = DataPart.Of(own, arguments.GetValue(_part));
        IReadOnlyDictionary<string, double> metrics = predictor.Evaluate(part, samples, cancellation);
        var document = new EvaluateDocument
        {
            Checkpoint = Path.GetFullPath(folder),
            Fingerprint = predictor.Recipe.Fingerprint(),
            Weights = "live",
            Part = part,
            Samples = samples.Count,
            Metrics = metrics,
            Recorded = predictor.RecordedMetrics.Where(metric => metrics.ContainsKey(metric.Key)).ToDictionary(),
        };
        if (context.Json)
        {
            context.Output.Document(document);
            return Task.FromResult(ExitCodes.Done);
        }

        context.Output.Table(MetricTable.Of(metrics));
        context.Output.Paragraph($"{samples.Count:N0} samples, the {part} part of the recipe's data");
        return Task.FromResult(ExitCodes.Done);
    }
}
