using Athanor.Data;
using Athanor.Data.Formats;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Tests.Training;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Tests.Trials;

public sealed class TrialKeyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("athanor-key-");

    private DataContext Context => new(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_key_is_the_same_for_the_same_and_another_for_another_recipe()
    {
        Recipe recipe = Recipes.Small;
        string key = TrialKey.Of(recipe, Context);

        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, TrialKey.Of(recipe with { Run = new RunSpec { RecordEverySteps = 9 } }, Context));
        Recipe[] others = [recipe with { Seed = 1 }, recipe with { Threads = 2 }, recipe with { Device = "cuda" }, recipe with { Optimizer = new Sgd() }, recipe with { Epochs = 4 }];
        Assert.Equal(others.Length + 1, others.Select(other => TrialKey.Of(other, Context)).Append(key).Distinct().Count());
    }

    [Fact]
    public void The_key_follows_the_content_of_the_files_and_not_their_place()
    {
        Recipe recipe = Recipes.Small with { Data = new CsvData { Path = "points.csv", Target = "y" } };
        string path = Path.Combine(_folder.FullName, "points.csv");
        File.WriteAllText(path, "x,y\n1,0\n2,1\n");
        string first = TrialKey.Of(recipe, Context);
        File.WriteAllText(path, "x,y\n1,0\n2,0\n");
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        string changed = TrialKey.Of(recipe, Context);
        File.WriteAllText(path, "x,y\n1,0\n2,1\n");
        string back = TrialKey.Of(recipe, Context);

        Assert.NotEqual(first, changed);
        Assert.Equal(first, back);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        Recipe recipe = Recipes.Small with { Data = new CsvData { Path = "absent.csv", Target = "y" } };
        RecipeException refusal = Assert.Throws<RecipeException>(() => TrialKey.Of(recipe, Context));

        Assert.Equal(("file-not-found", $"no such file: {Path.Combine(_folder.FullName, "absent.csv")}"), (refusal.Code, refusal.Problem));
    }

    [Fact]
    public void A_spec_of_a_user_s_assembly_brings_that_assembly_into_the_key() => Assert.Equal(
        [typeof(Spec).Assembly, typeof(RecordingModel).Assembly],
        SpecAssemblies.Of(Recipes.Small with { Model = new RecordingModel() }).OrderBy(assembly => assembly.GetName().Name!.Length));
}
