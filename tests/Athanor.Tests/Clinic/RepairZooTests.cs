using System.Globalization;
using System.Text;
using Athanor.Data;
using Athanor.Diagnosis;
using Athanor.Models;
using Athanor.Tests.Clinic.Zoo;
using Athanor.Tests.Training;

namespace Athanor.Tests.Clinic;

[Collection(AloneInProcess.Name)]
[Trait("Category", "Slow")]
public sealed class RepairZooTests
{
    private static readonly RepairOptions Options = new() { Budget = TimeSpan.FromMinutes(1), Context = new DataContext(Environment.CurrentDirectory) };

    /// <summary>What a change of the recipe can mend: not C# of a model of its own, not labels that say nothing, nor holes in a table.</summary>
    private static readonly ZooCase[] Cases = [.. SickRecipes.All.Where(each => each.IsPresent && each.Data is null && each.Recipe.Model is not CustomModel && each.Planted[0] != "non-finite-data")];

    private static readonly string? Table = Environment.GetEnvironmentVariable("ATHANOR_REPAIR_TABLE");
    private static readonly List<(ZooCase Case, Repair Repair)> Repairs = [];

    /// <summary>A case of each symptom; the whole zoo, or a part of it, for who names a file for the tables of docs/clinic.md.</summary>
    public static TheoryData<string> Sample => [.. (Table is null ? Cases.Where(each => each.Recipe.Model is MlpSpec).DistinctBy(each => each.Planted[0]) : Part()).Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Sample))]
    public async Task A_sick_recipe_is_repaired_by_what_its_findings_name(string name)
    {
        ZooCase sick = Cases.Single(each => each.Name == name);
        Repair repair = await Athanor.Diagnosis.Clinic.RepairAsync(sick.Recipe, Options, TestContext.Current.CancellationToken);
        if (Table is not null)
        {
            Repairs.Add((sick, repair));
            await File.WriteAllTextAsync(Table, Tables(Repairs) + Log(Repairs), TestContext.Current.CancellationToken);
        }

        Assert.True(repair.Healed, string.Join('\n', [repair.Verdict(), .. repair.Tried.Select(attempt => $"{attempt.Name}: {attempt.Left:0.###} {attempt.Reason}")]));
    }

    private static IEnumerable<ZooCase> Part()
    {
        int[] part = [.. (Environment.GetEnvironmentVariable("ATHANOR_REPAIR_PART") ?? "0/1").Split('/').Select(int.Parse)];
        return Cases.Where((_, i) => i % part[1] == part[0]);
    }

    private static string Tables(List<(ZooCase Case, Repair Repair)> repairs)
    {
        var text = new StringBuilder();
        text.AppendLine("| planted | tuning half | judging half |").AppendLine("|---|---|---|");
        foreach (IGrouping<string, (ZooCase Case, Repair Repair)> group in repairs.GroupBy(each => each.Case.Planted[0]).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| `{group.Key}` | {Repaired(group, forTuning: true)} | {Repaired(group, forTuning: false)} |");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"| all | {Repaired(repairs, forTuning: true)} | {Repaired(repairs, forTuning: false)} |").AppendLine();
        text.AppendLine("| treatment | healed alone, tuning half | judging half | in the healed recipe |").AppendLine("|---|---|---|---|");
        var alone = repairs.SelectMany(each => each.Repair.Tried.Where(attempt => attempt.Stage == RepairStage.Single).Select(attempt => (each.Case, Attempt: attempt))).ToList();
        foreach (var group in alone.GroupBy(each => each.Attempt.Treatments[0]).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string Half(bool forTuning) => $"{group.Count(each => each.Case.IsForTuning == forTuning && each.Attempt.Healed)} / {group.Count(each => each.Case.IsForTuning == forTuning)}";
            text.AppendLine(CultureInfo.InvariantCulture, $"| `{group.Key}` | {Half(true)} | {Half(false)} | {repairs.Count(each => each.Repair.Treatments.Contains(group.Key))} |");
        }

        return text.AppendLine().ToString();
    }

    private static string Repaired(IEnumerable<(ZooCase Case, Repair Repair)> repairs, bool forTuning)
    {
        Repair[] half = [.. repairs.Where(each => each.Case.IsForTuning == forTuning).Select(each => each.Repair)];
        return $"{half.Count(repair => repair.Healed)} / {half.Length}";
    }

    private static string Log(List<(ZooCase Case, Repair Repair)> repairs)
    {
        var text = new StringBuilder();
        foreach ((ZooCase each, Repair repair) in repairs)
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
