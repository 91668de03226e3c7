using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Data;
using Athanor.Evaluation;
using Athanor.Persistence;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor evaluate CHECKPOINT</c>: measures a trained model on data with answers.</summary>
internal sealed class EvaluateCommand : Verb
{
    private readonly CheckpointArgument _checkpoint = new();
    private readonly SampleOptions _samples = new();
    private readonly Option<bool> _calibrate;
    private readonly Option<string?> _report;

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
        _calibrate = With(new Option<bool>("--calibrate")
        {
            Description = "Fit a temperature on the validation part, judge it on the test part, and keep it beside the weights for predict.",
        });
        _report = With(new Option<string?>("--report") { Description = "With --calibrate: the HTML report's file. Default: calibration.html in the checkpoint's folder.", HelpName = "path" });
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        string folder = _checkpoint.Folder(arguments, context);
        using Predictor predictor = Predictor.Load(folder, new PredictorOptions { Average = _checkpoint.Average(arguments) });
        CalibrationDocument? calibration = arguments.GetValue(_calibrate) ? Calibrate(arguments, predictor, folder, context, cancellation) : null;
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
            Calibration = calibration,
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

    private CalibrationDocument Calibrate(ParseResult arguments, Predictor predictor, string folder, CommandContext context, CancellationToken cancellation)
    {
        using DataSplit own = predictor.OwnData(new DataContext(predictor.DataFolder, cancellation));
        ModelCalibration calibration = ModelCalibration.Of(predictor, own, cancellation: cancellation);
        string report = Path.GetFullPath(arguments.GetValue(_report) ?? Path.Combine(folder, "calibration.html"));
        AtomicFile.WriteText(report, HtmlPage.Render(CalibrationReport.Of(calibration, Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(folder))) ?? folder)));
        string saved = Predictor.SaveTemperature(folder, calibration.Scaling.Temperature, predictor.IsAverage);
        if (!context.Json)
        {
            context.Output.Table(CalibrationReport.Figures(calibration));
            context.Output.Line($"temperature in {saved}");
            context.Output.Line($"report in {report}");
        }

        return CalibrationDocument.Of(calibration, saved, report);
    }
}
