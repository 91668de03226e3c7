namespace Athanor.Cli.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("unknown-key", "model.mlp.hiden", "did you mean 'hidden'?", "model: { mlp: { hiden: [8] } }")]
    [InlineData("unknown-key", "epoch", "did you mean 'epochs'?", "epoch: 3")]
    [InlineData("unknown-member", "optimizer", "did you mean 'adamw'?", "optimizer: { admw: { lr: 0.1 } }")]
    [InlineData("wrong-type", "epochs", "many", "epochs: many")]
    [InlineData("out-of-range", "batchSize", "0", "batchSize: 0")]
    public async Task A_recipe_that_makes_no_sense_is_refused_with_its_place(string code, string where, string mend, string line)
    {
        string key = line.Split(':')[0];
        string text = string.Join('\n', WorkFolder.SmallRecipe.Split('\n').Where(each => !each.StartsWith(key + ":", StringComparison.Ordinal)).Append(line));

        CommandRun run = await CommandRun.Of("train", _folder.Recipe(text), "--store", _folder.Store, "--json");

        Refused(run, code, where, mend);
        Assert.Contains("recipe.yaml", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipe_without_a_part_it_needs_is_refused() =>
        Refused(await CommandRun.Of("train", _folder.Recipe("data: stroke-digits"), "--store", _folder.Store, "--json"), "missing-key", "", "");

    [Fact]
    public async Task Text_that_is_no_yaml_is_refused_with_line_and_column() =>
        Refused(await CommandRun.Of("train", _folder.Recipe("data: blobs\nmodel: {"), "--json"), "syntax", "", "line ");

    [Fact]
    public async Task A_key_that_stands_twice_is_refused() =>
        Refused(await CommandRun.Of("train", _folder.Recipe(WorkFolder.SmallRecipe + "\nepochs: 3"), "--json"), "duplicate-key", "", "epochs");

    [Fact]
    public async Task A_file_that_is_not_there_is_refused() =>
        Refused(await CommandRun.Of("train", _folder.At("absent.yaml"), "--json"), "file-not-found", _folder.At("absent.yaml"), "no such file");

    [Fact]
    public async Task A_csv_without_a_row_is_refused_with_its_file()
    {
        _folder.Write("empty.csv", "");

        Refused(await Train("data: { csv: { path: empty.csv, target: y } }"), null, null, "empty.csv");
    }

    [Fact]
    public async Task A_label_out_of_range_is_refused_with_its_file_and_row()
    {
        _folder.Write("labels.csv", "x,y\n1,0\n2,1\n3,7\n");

        Refused(await Train("data: { csv: { path: labels.csv, target: y, task: multi-class, classes: 3 } }"), null, null, "labels.csv");
    }

    [Fact]
    public async Task A_truncated_idx_is_refused_with_its_file()
    {
        File.WriteAllBytes(_folder.At("images"), [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3]);
        File.WriteAllBytes(_folder.At("labels"), [0, 0, 8, 1, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

        Refused(await Train("data: { idx: { images: images, labels: labels } }"), null, null, "images");
    }

    [Theory]
    [InlineData("epochs", "is not of the form path=value", "bad-set")]
    [InlineData("optimizer.lrr=1", "did you mean 'lr'?", "unknown-key")]
    public async Task A_set_that_leads_nowhere_is_refused_and_named(string set, string mend, string code) =>
        Refused(await CommandRun.Of("train", _folder.Recipe(), "--set", set, "--store", _folder.Store, "--json"), code, null, mend);

    [Theory]
    [InlineData("wider: { patch: { epochs: 2 }, requires: [rellu] }", "did you mean 'relu'?")]
    [InlineData("a: { patch: { epochs: 2 }, requires: [b] }\n  b: { patch: { epochs: 3 }, requires: [a] }", "a")]
    [InlineData("relu: { patch: { epochs: 2 } }", "relu")]
    [InlineData("nothing: { patch: { epochs: 1 } }", "nothing")]
    public async Task A_study_whose_components_make_no_sense_is_refused(string component, string mend)
    {
        string[] lines = [.. WorkFolder.SmallStudy.Split('\n').Where(line => !line.Contains("wider", StringComparison.Ordinal))];
        string text = string.Join('\n', lines.SelectMany(line => line.Contains("  relu:", StringComparison.Ordinal) ? [line, $"  {component}"] : (string[])[line]));

        Refused(await CommandRun.Of("ablate", _folder.Study(text), "--store", _folder.Store, "--json"), null, null, mend);
    }

    [Fact]
    public async Task A_store_that_is_no_store_is_refused_and_stays_as_it_was()
    {
        string store = _folder.Write("notes.txt", string.Concat(Enumerable.Repeat("not a database at all\n", 100)));

        CommandRun train = await CommandRun.Of("train", _folder.Recipe(), "--store", store, "--json");
        CommandRun runs = await CommandRun.Of("runs", "--store", store, "--json");

        Refused(train, "not-a-store", null, "notes.txt");
        Refused(runs, "not-a-store", null, "notes.txt");
        Assert.StartsWith("not a database", File.ReadAllText(store), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_shows_the_stack_and_without_it_there_is_none()
    {
        CommandRun quiet = await CommandRun.Of("train", _folder.At("absent.yaml"));
        CommandRun loud = await CommandRun.Of("train", _folder.At("absent.yaml"), "--debug");

        Assert.DoesNotContain("   at ", quiet.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", loud.Error, StringComparison.Ordinal);
        Assert.Equal(quiet.ErrorLines[0], loud.ErrorLines[0]);
    }

    private Task<CommandRun> Train(string data)
    {
        string text = string.Join('\n', WorkFolder.SmallRecipe.Split('\n').Skip(1).Prepend(data));
        return CommandRun.Of("train", _folder.Recipe(text), "--store", _folder.Store, "--json");
    }

    /// <summary>Exit code 2, one line on standard error, and the same in the error document.</summary>
    private static void Refused(CommandRun run, string? code, string? where, string mend)
    {
        Assert.Equal(2, run.ExitCode);
        DocumentSchema.Accepts("error", run.Document);
        var error = run.Document["error"]!;
        Assert.Equal(Assert.Single(run.ErrorLines), (string?)error["message"]);
        Assert.Contains(mend, (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal(code ?? (string?)error["code"], (string?)error["code"]);
        Assert.Equal(where is { Length: > 0 } ? where : (string?)error["where"], (string?)error["where"]);
    }
}
