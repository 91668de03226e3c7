using Athanor.Specs;

namespace Athanor.Data.Formats;

/// <summary>Handwritten digits, 8×8 pixels of 0 … 16 scaled to [0, 1], from a CSV whose last column is the digit. 10 classes, inputs [1, 8, 8].</summary>
/// <remarks>Made for the 1,797 digits of UCI's Optical Recognition of Handwritten Digits (test part; Alpaydin and Kaynak 1998).</remarks>
[Spec("digits")]
public sealed record DigitsData : DataSpec
{
    /// <summary>The file, plain or .gz. Default <c>${ATHANOR_DATA}/digits/digits.csv.gz</c>.</summary>
    public string Path { get; init; } = "${ATHANOR_DATA}/digits/digits.csv.gz";

    internal CsvData File => new()
    {
        Path = Path,
        Header = false,
        Task = TaskKind.MultiClass,
        Classes = 10,
        InputShape = [1, 8, 8],
        Scale = 1 / 16.0,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files(DataContext context) => File.Files(context);

    /// <inheritdoc/>
    public override DataSource Load(DataContext context) => File.Load(context, context.At.Key("digits"));
}
