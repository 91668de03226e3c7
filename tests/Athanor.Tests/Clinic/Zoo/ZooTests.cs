using System.Globalization;
using System.Text;
using Athanor.Diagnosis;
using Athanor.Tests.Training;

namespace Athanor.Tests.Clinic.Zoo;

[Collection(AloneInProcess.Name)]
[Trait("Category", "Slow")]
public sealed class ZooTests
{
    private const double LeastNamed = 0.97;

    private static readonly ZooCase[] Cases = [.. SickRecipes.All, .. HealthyRecipes.All];

    [Fact]
    public void Names_are_told_apart_and_both_halves_have_sick_and_healthy()
    {
        Assert.Distinct(Cases.Select(each => each.Name));
        Assert.All(Cases.SelectMany(each => each.Planted), symptom => Assert.Contains(symptom, Athanor.Diagnosis.Clinic.Codes));
        Assert.True(Cases.GroupBy(each => (each.IsSick, each.IsForTuning)).All(group => group.Count() >= 10));
    }

    [Fact]
    public void What_was_planted_is_named_with_its_layer_and_the_healthy_are_left_in_peace()
    {
        var table = new StringBuilder();
        int sick = 0, named = 0, falseAlarms = 0;
        foreach (ZooCase each in Cases)
        {
            IReadOnlyList<Finding> findings = each.Diagnose(TestContext.Current.CancellationToken);
            bool right = each.IsSick ? findings.Any(finding => Names(each, finding)) : findings.Count == 0;
            sick += each.IsSick ? 1 : 0;
            named += each.IsSick && right ? 1 : 0;
            falseAlarms += !each.IsSick && !right ? 1 : 0;
            table.AppendLine(CultureInfo.InvariantCulture, $"{(right ? "ok  " : "FAIL")} {(each.IsForTuning ? "tune" : "test")} {each.Name} [{string.Join(",", each.Planted)}] {string.Join("; ", findings.Select(finding => $"{finding.Symptom} {finding.Severity:0.0} {string.Join(",", finding.Layers.Take(3))}{(right ? "" : " " + finding.ToEvidence().ToJsonString())}"))}");
        }

        TestContext.Current.TestOutputHelper!.WriteLine(table.ToString());
        if (Environment.GetEnvironmentVariable("ATHANOR_ZOO_TABLE") is { Length: > 0 } path)
        {
            File.WriteAllText(path, table.ToString());
        }

        Assert.Equal(0, falseAlarms);
        Assert.True(named >= LeastNamed * sick, $"{named} of {sick} named\n{table}");
    }

    private static bool Names(ZooCase sick, Finding finding) =>
        sick.Planted.Contains(finding.Symptom) && (sick.Layer is null || finding.Symptom == "bad-initialization" || finding.Layers.Contains(sick.Layer));
}
