using System.Globalization;
using System.Text;

namespace Athanor.Tests.Clinic.Zoo;

/// <summary>The table of <c>docs/clinic.md</c>, by the first symptom planted.</summary>
internal static class ZooTable
{
    public static string Of(IReadOnlyCollection<Outcome> outcomes)
    {
        var table = new StringBuilder("| planted | tuning half: detected, missed | judging half: detected, missed | false alarms, both halves |\n|---|---|---|---|\n");
        foreach (string code in Athanor.Diagnosis.Clinic.Codes)
        {
            Outcome[] planted = [.. outcomes.Where(each => each.Case.IsSick && each.Case.Planted[0] == code)];
            int alarms = outcomes.Count(each => !each.Case.IsSick && each.Findings.Any(finding => finding.Symptom == code));
            Row(table, $"`{code}`", planted, $"{alarms}");
        }

        Row(table, "all sick", [.. outcomes.Where(each => each.Case.IsSick)], "");
        Row(table, "healthy left in peace", [.. outcomes.Where(each => !each.Case.IsSick)], $"{outcomes.Count(each => !each.Case.IsSick && !each.IsRight)}");
        table.Append(CultureInfo.InvariantCulture, $"\nfurther findings beside the planted: {outcomes.Count(each => each.Further.Any())} of {outcomes.Count(each => each.Case.IsSick)} sick, ");
        table.Append(CultureInfo.InvariantCulture, $"{outcomes.Count(each => each.Further.Any() && !each.Case.IsForTuning)} of {outcomes.Count(each => each.Case.IsSick && !each.Case.IsForTuning)} in the judging half\n");
        return table.ToString();
    }

    private static void Row(StringBuilder table, string name, Outcome[] cases, string alarms) => table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {Half(cases, true)} | {Half(cases, false)} | {alarms} |");

    private static string Half(Outcome[] cases, bool tuning)
    {
        Outcome[] half = [.. cases.Where(each => each.Case.IsForTuning == tuning)];
        return string.Create(CultureInfo.InvariantCulture, $"{half.Count(each => each.IsRight)}, {half.Count(each => !each.IsRight)}");
    }
}
