using Athanor.Data;
using Athanor.Specs;
using Athanor.Studies;
using Athanor.Tests.Data;
using Athanor.Tests.Training;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Tests.Studies;

/// <summary>What <c>--plan</c> does with each published document: every recipe and every variant is tried with one batch.</summary>
[Collection(AloneInProcess.Name)]
public sealed class ExampleTests : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(RealData.Variable);

    // Examples on real data say ${ATHANOR_DATA}, which unset is looked for from the working folder: here that of the tests, not the project's.
    public ExampleTests() => Environment.SetEnvironmentVariable(RealData.Variable, RealData.Folder());

    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(ProjectRoot.At("examples"), "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public void Dispose() => Environment.SetEnvironmentVariable(RealData.Variable, _before);

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_published_example_can_be_planned(string name)
    {
        string file = ProjectRoot.At("examples", name);
        if (File.ReadLines(file).Any(line => line.StartsWith("study:", StringComparison.Ordinal)))
        {
            StudyFile read = StudyFile.Load(file);
            RealData.Present(read.Document.Recipe.Data);
            StudyPlan plan = AblationStudy.Of(read.Document, read.Context).Plan();
            StudyCheck.Of(plan, null, false);
            Assert.NotEmpty(plan.Trials);
        }
        else
        {
            Recipe recipe = SpecReader.Load<Recipe>(file);
            RealData.Present(recipe.Data);
            using var runner = new TrialRunner();
            Assert.NotEmpty(runner.Try(recipe, new DataContext(ProjectRoot.At("examples"))).Metrics);
        }
    }
}
