using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Data;
using Athanor.Evaluation;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;
using TorchSharp;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor predict CHECKPOINT --data x.csv</c>: classes and probabilities, or values, of samples; <c>--logits</c> without any checkpoint.</summary>
internal sealed class PredictCommand : Verb
{
    private readonly CheckpointArgument _checkpoint = new();
    private readonly PredictionOutput _output = new();
    private readonly SampleOptions _samples = new();
    private readonly Option<bool> _withLogits;
    private readonly Option<bool> _withProbabilities;
    private readonly Option<double?> _temperature;
    private readonly Option<string?> _logits;
    private readonly Option<bool> _independent;

    public PredictCommand()
        : base("predict", "Says what a trained model makes of samples, or what logits mean.")
    {
        With(_checkpoint.Argument);
        foreach (Option option in _checkpoint.Options)
        {
            With(option);
        }

        With(_samples.Data);
        With(_samples.Labels);
        With(_samples.Part);
        _withProbabilities = With(new Option<bool>("--with-probabilities") { Description = "A column for every class's probability, not only that of the class predicted." });
        _withLogits = With(new Option<bool>("--with-logits") { Description = "Columns for the model's own outputs, before softmax or sigmoid." });
        With(_output.Out);
        With(_output.Format);
        _temperature = With(new Option<double?>("--temperature") { Description = "Divides logits first. Default: what evaluate --calibrate found, else 1.", HelpName = "t" });
        _logits = With(new Option<string?>("--logits")
        {
            Description = "Raw scores by commas, turned into probabilities without any checkpoint: one by sigmoid, several by softmax.",
            HelpName = "2.5|1.2,3.1,-0.5",
        });
        _independent = With(new Option<bool>("--independent") { Description = "With --logits: each score is a yes or no of its own, by sigmoid." });
    }

    public override async Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        if (arguments.GetValue(_logits) is { } logits)
        {
            _checkpoint.RefuseBeside(arguments, "--logits", "which needs none; for a checkpoint's own logits write --with-logits");
            return Explain(LogitsDocument.Of(LogitList.Parse(logits), arguments.GetValue(_independent), Temperature(arguments) ?? 1), context);
        }

        string format = _output.FormatOf(arguments);
        string folder = _checkpoint.Folder(arguments, context);
        using Predictor predictor = Predictor.Load(folder, new PredictorOptions { Average = _checkpoint.Average(arguments), Temperature = Temperature(arguments) });
        using SampleOptions.Samples samples = _samples.Read(arguments, predictor, cancellation);
        ColumnTable table = Table(predictor, samples.Set, new PredictionColumns(arguments.GetValue(_withProbabilities), arguments.GetValue(_withLogits)), cancellation);
        string? file = arguments.GetValue(_output.Out);
        if (file is not null || !context.Json)
        {
            await PredictionOutput.WriteAsync(table, format, file, context.Output, cancellation);
        }

        if (context.Json)
        {
            context.Output.Document(new PredictDocument
            {
                Checkpoint = Path.GetFullPath(folder),
                Task = TaskNames.Of(predictor.Task.Kind),
                Part = samples.Part,
                Data = samples.File,
                Samples = table.Rows,
                Temperature = predictor.Temperature,
                Columns = [.. table.Columns.Select(column => column.Name)],
                Predictions = file is null ? PredictionOutput.Rows(table) : null,
                Out = file is null ? null : Path.GetFullPath(file),
            });
        }
        else if (file is not null)
        {
            context.Output.Line($"{table.Rows:N0} predictions in {file}");
        }

        return ExitCodes.Done;
    }

    private double? Temperature(ParseResult arguments) => arguments.GetValue(_temperature) switch
    {
        null => null,
        { } given when given > 0 && double.IsFinite(given) => given,
        { } given => throw new RecipeException(UsageError.Code, "--temperature", $"{given} is not a finite number greater than 0"),
    };

    // A scope of its own, because scopes never cross an await.
    private static ColumnTable Table(Predictor predictor, Dataset samples, PredictionColumns columns, CancellationToken cancellation)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return PredictionTable.Of(predictor.Predict(samples, cancellation), columns, samples);
    }

    private static int Explain(LogitsDocument document, CommandContext context)
    {
        if (context.Json)
        {
            context.Output.Document(document);
        }
        else
        {
            Print(document, context.Output);
        }

        return ExitCodes.Done;
    }

    private static void Print(LogitsDocument document, CommandOutput output)
    {
        var six = NumberFormat.Fixed(6);
        output.Table(new ReportTable(
            null,
            [ReportColumn.Names(document.Function == LogitsDocument.Softmax ? "Class" : "Output"), new ReportColumn("Logit"), new ReportColumn("Probability") { Format = six }],
            [.. document.Logits.Select((logit, i) => new ReportRow([$"{i}", ReportCell.Number(logit), ReportCell.Number(document.Probabilities[i])]))]));
        output.Line(document switch
        {
            { Function: LogitsDocument.Softmax } => $"softmax: sum {document.Sum:0.000000}, class {document.Class}",
            { Logits: [_] } => $"sigmoid: {(document.Class == 1 ? "yes" : "no")}, class {document.Class}",
            _ => $"sigmoid of each: yes for {(document.Yes.Count > 0 ? string.Join(", ", document.Yes) : "none")}",
        });
    }
}
