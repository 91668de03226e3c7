using System.Collections.Concurrent;
using System.Diagnostics;
using Athanor.Diagnosis;
using Athanor.Tests.Clinic.Zoo.Healthy;
using Athanor.Tests.Training;

namespace Athanor.Tests.Clinic.Zoo;

[Collection(AloneInProcess.Name)]
[Trait("Category", "Slow")]
public sealed class ZooTests
{
    /// <summary>Of both halves; docs/clinic.md tells them apart.</summary>
    private const double LeastNamed = 0.97;

    private static readonly ZooCase[] Cases =
    [
        .. SickRecipes.All, .. PlainNets.All, .. Regressions.All, .. ImageNets.All, .. DeepNets.All, .. Sequences.All, .. Handmade.All,
    ];

    private static readonly ConcurrentDictionary<string, Outcome> Outcomes = new(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Select(each => each.Name)];

    [Fact]
    public void Names_are_told_apart_and_both_halves_have_a_hundred_cases()
    {
        Assert.Distinct(Cases.Select(each => each.Name));
        Assert.All(Cases.SelectMany(each => each.Planted), symptom => Assert.Contains(symptom, Athanor.Diagnosis.Clinic.Codes));
        Assert.All(Athanor.Diagnosis.Clinic.Codes, code => Assert.Contains(Cases, each => each.Planted.Contains(code)));
        Assert.True(Cases.Count(each => each.IsSick) >= 100 && Cases.Count(each => !each.IsSick) >= 100);
        Assert.All(Cases.GroupBy(each => (each.IsSick, each.IsForTuning)), group => Assert.True(group.Count() >= 40));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_planted_is_named_with_its_layer_and_the_healthy_are_left_in_peace(string name)
    {
        ZooCase zooCase = Cases.Single(each => each.Name == name);
        Assert.SkipUnless(zooCase.IsPresent, "the real data are not there; set ATHANOR_DATA");

        Outcome outcome = Of(zooCase);

        Assert.True(outcome.IsRight == zooCase.Missed is null, outcome.Line);
    }

    [Fact]
    public void At_least_97_of_100_diseases_are_named_and_there_is_no_false_alarm()
    {
        Outcome[] all = [.. Cases.Where(each => each.IsPresent).Select(Of)];
        string table = string.Join(Environment.NewLine, all.Select(each => each.Line));
        TestContext.Current.TestOutputHelper!.WriteLine(table);
        if (Environment.GetEnvironmentVariable("ATHANOR_ZOO_TABLE") is { Length: > 0 } path)
        {
            File.WriteAllText(path, table + Environment.NewLine + ZooTable.Of(all));
        }

        Assert.DoesNotContain(all, each => !each.Case.IsSick && !each.IsRight);
        Assert.True(all.Count(each => each.Case.IsSick && each.IsRight) >= LeastNamed * all.Count(each => each.Case.IsSick), table);
    }

    private static Outcome Of(ZooCase zooCase) => Outcomes.GetOrAdd(zooCase.Name, _ =>
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            IReadOnlyList<Finding> findings = zooCase.Diagnose(TestContext.Current.CancellationToken);
            return new Outcome(zooCase, findings, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // One case that can't be trained must not hide what becomes of the others.
            return new Outcome(zooCase, [], Stopwatch.GetElapsedTime(started)) { Error = error.Message };
        }
    });
}
