using System.Globalization;
using Athanor.Reporting;
using CsCheck;
using CsvHelper;

namespace Athanor.Tests.Reporting;

public sealed class CsvTableTests
{
    [Fact]
    public void Estimates_are_three_columns_and_notes_a_column_of_their_own() => Assert.Equal(
        """
        variant,test/accuracy_mean,test/accuracy_low,test/accuracy_high,test/accuracy_note,test/loss_mean,test/loss_low,test/loss_high,test/loss_note
        A,0.5,0.25,0.75,,2,1.5,2.5,
        "A+""B"",
        C",0.125,,,diverged 8/9,,,,failed

        """.ReplaceLineEndings("\r\n"),
        CsvTable.Render(new ReportTable(
            "not in it",
            [ReportColumn.Names("variant"), new("test/accuracy") { Format = NumberFormat.Percent }, new("test/loss")],
            [
                new("A", ReportCell.Estimate(0.5, 0.25), ReportCell.Estimate(2, 0.5)),
                new("A+\"B\",\r\nC", ReportCell.Number(0.125).WithNote("diverged 8/9"), ReportCell.Missing("failed")),
            ])));

    [Fact]
    public void Reading_it_back_gives_the_same_doubles_and_texts() => HostileText.Table.Sample(table =>
    {
        using var csv = CsvReader.FromText(CsvTable.Render(table), new CsvReaderOptions { Separator = ',' });
        foreach (var row in table.Rows)
        {
            Assert.True(csv.Read());
            var at = 0;
            foreach (var column in TableColumns.Of(table).Zip(row.Cells))
            {
                if (column.Second.IsNumeric)
                    Assert.Equal(column.Second.Value, Read(csv, at));
                else if (!column.First.IsEstimate && column.Second.Kind == CellKind.Text)
                    Assert.Equal(Sound(column.Second.Text), csv.GetString(at));
                if (column.Second.Kind == CellKind.Estimate)
                {
                    Assert.Equal(column.Second.Low, Read(csv, at + 1));
                    Assert.Equal(column.Second.High, Read(csv, at + 2));
                }

                at += column.First.Names().Count();
            }

            Assert.Equal(at, csv.FieldCount);
        }

        Assert.False(csv.Read());
    });

    [Fact]
    public void Columns_of_one_name_are_told_apart()
    {
        var header = CsvTable.Render(new ReportTable(null, [new("x"), new("x"), new("x")], [new(1, 2, 3)])).Split("\r\n")[0];
        Assert.Equal("x,x_2,x_3", header);
    }

    private static double Read(CsvReader csv, int field) => double.Parse(csv.GetString(field), CultureInfo.InvariantCulture);

    /// <summary>A lone surrogate is no character and can't be written in UTF-8.</summary>
    private static string Sound(string text) => text.Replace('\ud800', '\ufffd');
}
