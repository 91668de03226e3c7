namespace Athanor.Reporting;

/// <summary>Columns that stand side by side within the width, in the table's order.</summary>
internal sealed class PlainBlock
{
    public const string Gap = "  ";

    /// <summary>Texts are not made narrower than this before columns move into another block.</summary>
    private const int ReadableText = 16;

    private PlainBlock(IReadOnlyList<PlainColumn> columns, int[] widths, bool continues)
    {
        Continues = continues;
        Columns = columns;
        Widths = widths;
    }

    public IReadOnlyList<PlainColumn> Columns { get; }

    public IReadOnlyList<int> Widths { get; }

    /// <summary>Whether this stands below another block of the same table: a row that has nothing here is then left out.</summary>
    public bool Continues { get; }

    public int Width => Total(Widths);

    public static IEnumerable<PlainBlock> Split(PlainColumn[] columns, int width)
    {
        if (Total([.. columns.Select(Least)]) <= width)
            return [Of(columns, width, continues: false)];
        var names = LeadingNames(columns, width / 2);
        var rest = columns.Except(names).OrderBy(column => column.Priority).ToList();
        var blocks = new List<PlainBlock>();
        while (rest.Count > 0)
        {
            List<PlainColumn> block = [.. names, rest[0]];
            while (block.Count - names.Count < rest.Count
                && Total([.. block.Append(rest[block.Count - names.Count]).Select(column => Narrow(column, names, width))]) <= width)
            {
                block.Add(rest[block.Count - names.Count]);
            }

            rest.RemoveRange(0, block.Count - names.Count);
            blocks.Add(Of([.. columns.Where(block.Contains)], width, continues: blocks.Count > 0));
        }

        return blocks.Count > 0 ? blocks : [Of(names, width, continues: false)];
    }

    private static List<PlainColumn> LeadingNames(PlainColumn[] columns, int width)
    {
        var names = columns.Where(column => column.Priority == 0).ToList();
        while (names.Count > 1 && Total([.. names.Select(Least)]) > width)
            names.RemoveAt(names.Count - 1);
        return names;
    }

    private static PlainBlock Of(IReadOnlyList<PlainColumn> columns, int width, bool continues)
    {
        var widths = columns.Select(column => Math.Max(column.Natural, column.HeaderWidth)).ToArray();
        // Headers give way first, then texts as long as they stay readable, then whatever is widest.
        Shrink(widths, width, [.. columns.Select(column => Math.Max(column.Natural, column.HeaderPart))]);
        Shrink(widths, width, [.. columns.Select(Least)]);
        Shrink(widths, width, [.. columns.Select(_ => 2)]);
        return new PlainBlock(columns, widths, continues);
    }

    private static void Shrink(int[] widths, int width, int[] least)
    {
        for (var over = Total(widths) - width; over > 0; over--)
        {
            var widest = -1;
            for (var column = 0; column < widths.Length; column++)
            {
                if (widths[column] > least[column] && (widest < 0 || widths[column] > widths[widest]))
                    widest = column;
            }

            if (widest < 0)
                return;
            widths[widest]--;
        }
    }

    private static int Narrow(PlainColumn column, List<PlainColumn> names, int width) =>
        names.Contains(column) ? Math.Min(Least(column), width / 2) : Least(column);

    private static int Least(PlainColumn column) => column.IsText
        ? Math.Min(column.Natural, ReadableText) is var text && text < column.HeaderPart ? Math.Min(column.HeaderPart, ReadableText) : text
        : Math.Max(column.Natural, column.HeaderPart);

    private static int Total(IReadOnlyCollection<int> widths) => widths.Sum() + (Gap.Length * (widths.Count - 1));
}
