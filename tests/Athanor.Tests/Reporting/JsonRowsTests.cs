using System.Text.Json.Nodes;
using Athanor.Reporting;
using CsCheck;

namespace Athanor.Tests.Reporting;

public sealed class JsonRowsTests
{
    [Fact]
    public void Estimates_are_objects_missing_values_null_and_notes_stand_beside()
    {
        var table = new ReportTable(
            "not in it",
            [ReportColumn.Names("variant"), new("accuracy"), new("loss")],
            [new("A", ReportCell.Estimate(0.5, 0.25), ReportCell.Missing("failed")), new("B", 0.75, ReportCell.Number(double.NaN).WithNote("diverged 1/3"))]);
        var expected = JsonNode.Parse(
            """
            [
              { "variant": "A", "accuracy": { "mean": 0.5, "low": 0.25, "high": 0.75 }, "loss": null, "loss_note": "failed" },
              { "variant": "B", "accuracy": 0.75, "loss": "NaN", "loss_note": "diverged 1/3" }
            ]
            """);
        Assert.Equal(expected!.ToJsonString(), JsonRows.Of(table).ToJsonString());
    }

    [Fact]
    public void Any_table_is_valid_json_with_a_row_a_row() => HostileText.Table.Sample(table =>
        Assert.Equal(table.Rows.Count, JsonNode.Parse(JsonRows.Of(table).ToJsonString())!.AsArray().Count));
}
