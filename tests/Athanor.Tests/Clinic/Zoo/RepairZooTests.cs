using System.Globalization;
using System.Text;
using Athanor.Data;
using Athanor.Diagnosis;
using Athanor.Tests.Training;

namespace Athanor.Tests.Clinic.Zoo;

[Collection(AloneInProcess.Name)]
[Trait("Category", "Slow")]
public sealed class RepairZooTests
{
    /// <summary>Names the file that the table of the whole zoo goes to; without it a sample is repaired.</summary>
    private const string Table = "ATHANOR_REPAIR_TABLE";

    private static readonly RepairOptions Options = new() { Budget = TimeSpan.FromMinutes(2), Context = new DataContext(Environment.CurrentDirectory) };

    [Fact]
    public async Task A_sick_recipe_is_repaired_by_a_treatment_that_its_findings_name()
    {
        string? table = Environment.GetEnvironmentVariable(Table);
        var results = new List<(ZooCase Case, Repair Repair)>();
        foreach (ZooCase each in SickRecipes.All.Where(each => each.Data is null))
        {
            results.Add((each, await Athanor.Diagnosis.Clinic.RepairAsync(each.Recipe, Options, TestContext.Current.CancellationToken)));
            if (table is { Length: > 0 })
            {
                await File.WriteAllTextAsync(table, Report(results), TestContext.Current.CancellationToken);
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine(Report(results));
    }

    private static string Report(List<(ZooCase Case, Repair Repair)> results)
    {
        var text = new StringBuilder();
        foreach ((ZooCase each, Repair repair) in results)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{(repair.Healed ? "ok  " : "FAIL")} {(each.IsForTuning ? "tune" : "test")} {each.Name} [{string.Join(",", each.Planted)}] {string.Join(",", repair.Diagnosis.Findings.Select(finding => finding.Symptom))} | {repair.Before:0.###} → {repair.After:0.###} by {string.Join(" ", repair.Changes)} ({string.Join("+", repair.Treatments)}) in {repair.Seconds:0.0} s");
            foreach (RepairAttempt attempt in repair.Tried)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"       {attempt.Stage} {attempt.Name} {(attempt.Healed ? "healed" : attempt.Reason)} {attempt.Left:0.###} {attempt.Seconds:0.0} s");
            }
        }

        return text.ToString();
    }
}
