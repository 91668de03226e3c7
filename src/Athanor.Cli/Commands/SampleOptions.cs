using System.CommandLine;
using Athanor.Data;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Cli.Commands;

/// <summary>Which samples a checkpoint is asked of: a file, or a part of the recipe's own data.</summary>
internal sealed class SampleOptions
{
    /// <summary>What stands before the slash in the names of a file's metrics.</summary>
    private const string OfFile = "data";

    private static readonly string[] Parts = [MetricNames.Train, MetricNames.Validation, MetricNames.Test];

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "A file: CSV (columns found by name; the target may be missing) or IDX images; plain or .gz.",
        HelpName = "file",
    };

    public Option<string?> Labels { get; } = new("--labels") { Description = "The labels of an IDX file.", HelpName = "file" };

    public Option<string?> Part { get; } = new("--part")
    {
        Description = "A part of the recipe's own data, instead of a file: train, validation or test. Default: test, or what there is.",
        HelpName = "part",
    };

    /// <summary>Reads the samples, as they are.</summary>
    public Samples Read(ParseResult arguments, Predictor predictor, CancellationToken cancellation)
    {
        string? part = arguments.GetValue(Part);
        string? labels = arguments.GetValue(Labels);
        if (arguments.GetValue(Data) is { } file)
        {
            return part is not null
                ? throw Refusal("--part", $"stands beside --data, which is no part of the recipe's data; leave one out")
                : OfSource(predictor.ReadSamples(file, labels, new DataContext(Environment.CurrentDirectory, cancellation)), file);
        }

        return labels is not null
            ? throw Refusal("--labels", "belongs to --data, which is not given")
            : OfOwn(predictor.OwnData(new DataContext(predictor.DataFolder, cancellation)), part);
    }

    private static Samples OfSource(DataSource source, string file) => new(OfFile, source.Samples, source) { File = Path.GetFullPath(file) };

    private static Samples OfOwn(DataSplit data, string? part)
    {
        Dataset?[] parts = [data.Training, data.Validation, data.Test];
        int chosen = part is null ? Array.FindLastIndex(parts, each => each is not null) : Array.IndexOf(Parts, part);
        if (chosen >= 0 && parts[chosen] is { } samples)
        {
            // The recipe's last part is its test part, or where there is none the validation part.
            return new Samples(Parts[chosen], samples, data) { Part = Parts[chosen] };
        }

        string[] there = [.. Parts.Where((_, i) => parts[i] is not null)];
        data.Dispose();
        throw Refusal("--part", $"there is no part '{part}'{Suggestion.For(part!, there)}; there are {string.Join(", ", there)}");
    }

    private static RecipeException Refusal(string option, string problem) => new(UsageError.Code, option, problem);

    /// <summary>Samples and what owns them.</summary>
    /// <param name="Name">What stands before the slash in metrics.</param>
    /// <param name="Set">The samples, as they are.</param>
    /// <param name="Owner">Is disposed with these.</param>
    internal sealed record Samples(string Name, Dataset Set, IDisposable Owner) : IDisposable
    {
        public string? Part { get; init; }

        public string? File { get; init; }

        /// <summary>In words.</summary>
        public string Source => Part is null ? $"of {File}" : $"the {Part} part of the recipe's data";

        public void Dispose() => Owner.Dispose();
    }
}
