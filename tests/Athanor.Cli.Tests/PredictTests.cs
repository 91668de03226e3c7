using System.Globalization;
using System.Text.Json.Nodes;
using Parquet;

namespace Athanor.Cli.Tests;

public sealed class PredictTests : IDisposable
{
    private const string Flowers = "length,width,kind\n1,10,rose\n2,20,lily\n3,10,rose\n4,30,daisy\n5,20,lily\n6,30,daisy\n1.5,10,rose\n2.5,20,lily\n4.5,30,daisy\n2,10,rose\n";
    private const string Prices = "rooms,age,price\n1,10,100000\n2,20,150000\n3,10,310000\n4,30,390000\n5,20,520000\n6,30,600000\n1.5,10,140000\n2.5,20,230000\n4.5,30,440000\n2,10,190000\n";

    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_csv_without_the_target_gets_class_label_and_probability_a_row()
    {
        string checkpoint = await Trained(Flowers, "cross-entropy");
        string data = _folder.Write("new.csv", "length,width\n1,10\n6,30\n");

        CommandRun run = await CommandRun.Of("predict", checkpoint, "--data", data);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["index,class,label,probability", "0,2,rose,", "1,0,daisy,"], lines.Select((line, i) => i == 0 ? line : line[..(line.LastIndexOf(',') + 1)]));
        Assert.All(lines.Skip(1), line => Assert.InRange(float.Parse(line.Split(',')[3], CultureInfo.InvariantCulture), 1 / 3f, 1f));
    }

    [Fact]
    public async Task Columns_are_found_by_name_in_whatever_order_and_the_target_may_stand_among_them()
    {
        string checkpoint = await Trained(Flowers, "cross-entropy");
        string plain = _folder.Write("plain.csv", "length,width\n1,10\n6,30\n");
        string turned = _folder.Write("turned.csv", "kind,width,length\nrose,10,1\ndaisy,30,6\n");

        JsonObject first = (await CommandRun.Of("predict", checkpoint, "--data", plain, "--with-logits", "--with-probabilities", "--json")).Document;
        JsonObject second = (await CommandRun.Of("predict", checkpoint, "--data", turned, "--with-logits", "--with-probabilities", "--json")).Document;

        DocumentSchema.Accepts("predict", first);
        DocumentSchema.Accepts("predict", second);
        Assert.Equal(
            ["index", "class", "label", "probability", "p_daisy", "p_lily", "p_rose", "logit_daisy", "logit_lily", "logit_rose"], first["columns"]!.AsArray().Select(name => (string?)name));
        JsonArray expected = first["predictions"]!.AsArray(), actual = second["predictions"]!.AsArray();
        Assert.Equal([2, 0], actual.Select(row => (int)row!["target"]!));
        foreach ((JsonNode? e, JsonNode? a) in expected.Zip(actual))
        {
            a!.AsObject().Remove("target");
            Assert.True(JsonNode.DeepEquals(e, a), $"{e}\n{a}");
        }
    }

    [Fact]
    public async Task Probabilities_are_the_softmax_of_the_logits()
    {
        string checkpoint = await Trained(Flowers, "cross-entropy");
        string data = _folder.Write("new.csv", "length,width\n1,10\n6,30\n");

        JsonArray rows = (await CommandRun.Of("predict", checkpoint, "--data", data, "--with-logits", "--with-probabilities", "--json")).Document["predictions"]!.AsArray();

        foreach (JsonNode? row in rows)
        {
            double[] logits = [.. new[] { "daisy", "lily", "rose" }.Select(name => (double)row![$"logit_{name}"]!)];
            double[] expected = Athanor.Evaluation.Logits.Softmax(logits);
            Assert.All(new[] { "daisy", "lily", "rose" }.Select((name, i) => ((double)row![$"p_{name}"]!, expected[i])), pair => Assert.Equal(pair.Item2, pair.Item1, 6));
            Assert.Equal(expected.Max(), (double)row!["probability"]!, 6);
        }
    }

    [Fact]
    public async Task A_regression_gives_values_in_the_target_s_own_unit()
    {
        string checkpoint = await Trained(Prices, "mse", "standardization: { per-feature: { targets: true } }\n");
        string data = _folder.Write("new.csv", "rooms,age\n3,10\n");

        JsonObject run = (await CommandRun.Of("predict", checkpoint, "--data", data, "--with-logits", "--json")).Document;

        DocumentSchema.Accepts("predict", run);
        JsonNode row = Assert.Single(run["predictions"]!.AsArray())!;
        Assert.InRange((double)row["value"]!, 50_000, 900_000);
        Assert.InRange((double)row["output"]!, -5, 5);
    }

    [Fact]
    public async Task The_three_formats_hold_the_same_rows()
    {
        string checkpoint = await Trained(Flowers, "cross-entropy");
        string data = _folder.Write("new.csv", "length,width\n1,10\n6,30\n3,20\n");
        foreach (string format in new[] { "csv", "json", "parquet" })
        {
            CommandRun run = await CommandRun.Of("predict", checkpoint, "--data", data, "--with-logits", "--out", _folder.At("out." + format), "--json");
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            DocumentSchema.Accepts("predict", run.Document);
            Assert.Equal(_folder.At("out." + format), (string?)run.Document["out"]);
            Assert.Null(run.Document["predictions"]);
        }

        string[][] csv = [.. (await File.ReadAllLinesAsync(_folder.At("out.csv"), TestContext.Current.CancellationToken)).Select(line => line.Split(','))];
        JsonArray json = JsonNode.Parse(await File.ReadAllTextAsync(_folder.At("out.json"), TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(3, json.Count);
        Assert.All(json.Select((row, i) => (row, i)), pair => Assert.Equal(csv[pair.i + 1], pair.row!.AsObject().Select(cell => cell.Value!.ToString())));
        string[][] parquet = await Parquet(_folder.At("out.parquet"));
        Assert.Equal(csv, parquet);
    }

    [Fact]
    public async Task A_part_of_the_recipe_s_own_data_brings_index_and_target()
    {
        JsonObject trained = (await CommandRun.Of("train", _folder.Recipe(), "--store", _folder.Store, "--json")).Document;

        JsonObject run = (await CommandRun.Of("predict", (string)trained["run"]!, "--store", _folder.Store, "--json")).Document;

        DocumentSchema.Accepts("predict", run);
        Assert.Equal(("test", 40), ((string?)run["part"], (int)run["samples"]!));
        JsonArray rows = run["predictions"]!.AsArray();
        double hits = rows.Count(row => (int)row!["class"]! == (int)row["target"]!);
        Assert.Equal((double)trained["metrics"]!["test/accuracy"]!, hits / 40, 12);
        Assert.Equal(40, rows.Select(row => (int)row!["index"]!).Distinct().Count());
    }

    [Fact]
    public async Task A_checkpoint_serves_without_the_data_it_learned_from()
    {
        string checkpoint = await Trained(Flowers, "cross-entropy");
        string data = _folder.Write("new.csv", "length,width,kind\n1,10,rose\n6,30,daisy\n");
        File.Delete(_folder.At("data.csv"));

        CommandRun predicted = await CommandRun.Of("predict", checkpoint, "--data", data, "--json");
        CommandRun measured = await CommandRun.Of("evaluate", checkpoint, "--data", data, "--json");
        CommandRun own = await CommandRun.Of("evaluate", checkpoint, "--json");

        Assert.Equal(0, predicted.ExitCode);
        DocumentSchema.Accepts("evaluate", measured.Document);
        Assert.Equal(["data/accuracy", "data/loss"], measured.Document["metrics"]!.AsObject().Select(metric => metric.Key));
        Assert.Equal(1.0, (double)measured.Document["metrics"]!["data/accuracy"]!);
        Refused(own, "data.csv");
    }

    [Fact]
    public async Task Images_in_an_idx_file_are_read_with_or_without_labels()
    {
        File.WriteAllBytes(_folder.At("images"), [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0, 2, .. Enumerable.Range(0, 80).Select(i => (byte)(i * 3))]);
        File.WriteAllBytes(_folder.At("labels"), [0, 0, 8, 1, 0, 0, 0, 20, .. Enumerable.Range(0, 20).Select(i => (byte)(i % 3))]);
        string recipe = _folder.Recipe("data: { idx: { images: images, labels: labels } }\nmodel: mlp\nloss: cross-entropy\noptimizer: { adamw: { lr: 0.01 } }\nepochs: 1");
        string checkpoint = (string)(await CommandRun.Of("train", recipe, "--store", _folder.Store, "--json")).Document["checkpoint"]!;

        JsonObject predicted = (await CommandRun.Of("predict", checkpoint, "--data", _folder.At("images"), "--json")).Document;
        JsonObject measured = (await CommandRun.Of("evaluate", checkpoint, "--data", _folder.At("images"), "--labels", _folder.At("labels"), "--json")).Document;

        Assert.Equal(20, (int)predicted["samples"]!);
        Assert.Equal(20, (int)measured["samples"]!);
        Refused(await CommandRun.Of("evaluate", checkpoint, "--data", _folder.At("images"), "--json"), "--labels");
        File.WriteAllBytes(_folder.At("other"), [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 3, .. new byte[9]]);
        Refused(await CommandRun.Of("predict", checkpoint, "--data", _folder.At("other"), "--json"), "[1, 3, 3]; the model learned from [1, 2, 2]");
    }

    [Theory]
    [InlineData("length,wdth\n1,2\n", "no column 'wdth'; did you mean 'width'?")]
    [InlineData("length\n1\n", "no column 'width'")]
    [InlineData("length,width,id\n1,2,3\n", "knows no column 'id'")]
    [InlineData("1,2,3,4,5\n", "has 5 columns; the model reads 2 features")]
    [InlineData("length,width\n1,\n", "the value is missing")]
    [InlineData("length,width\n1,x\n", "'x' is not a finite")]
    [InlineData("length,width\n", "no row below it")]
    [InlineData("", "is empty")]
    [InlineData("length,length,width\n1,2,3\n", "two columns are called 'length'")]
    [InlineData("length,width,kind\n1,2,roes\n", "did you mean 'rose'?")]
    public async Task Data_of_another_kind_are_refused_in_one_line(string text, string mend)
    {
        string checkpoint = await Trained(Flowers, "cross-entropy");

        Refused(await CommandRun.Of("predict", checkpoint, "--data", _folder.Write("new.csv", text), "--json"), mend);
    }

    [Fact]
    public async Task Options_that_make_no_sense_together_are_refused()
    {
        string checkpoint = await Trained(Flowers, "cross-entropy");
        string data = _folder.Write("new.csv", "length,width\n1,2\n");
        (string[] Arguments, string Mend)[] cases =
        [
            (["--data", data, "--part", "test"], "leave one out"), (["--labels", data], "--data"), (["--data", data, "--labels", data], "no IDX file"),
            (["--data", data, "--format", "xls"], "no format 'xls'"), (["--data", data, "--format", "parquet"], "--out"), (["--data", data, "--out", "x.xls"], ".parquet"),
            (["--data", _folder.At("absent.csv")], "no such file"),
        ];
        foreach ((string[] arguments, string mend) in cases)
        {
            Refused(await CommandRun.Of(["predict", checkpoint, .. arguments, "--json"]), mend);
        }

        Refused(await CommandRun.Of("evaluate", checkpoint, "--data", data, "--json"), "column 'kind'");
    }

    private async Task<string> Trained(string data, string loss, string more = "")
    {
        _folder.Write("data.csv", data);
        string recipe = _folder.Recipe($"data: {{ csv: {{ path: data.csv }} }}\n{more}model: {{ mlp: {{ hidden: [8] }} }}\nloss: {loss}\noptimizer: {{ adamw: {{ lr: 0.05 }} }}\nepochs: 60");
        CommandRun run = await CommandRun.Of("train", recipe, "--store", _folder.Store, "--json");
        Assert.Equal(0, run.ExitCode);
        return (string)run.Document["checkpoint"]!;
    }

    /// <summary>The header and the rows of a Parquet file as texts.</summary>
    private static async Task<string[][]> Parquet(string path)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        var rows = new List<List<string>>();
        for (long i = 0; i <= group.RowCount; i++)
        {
            rows.Add([]);
        }

        foreach (Parquet.Schema.DataField field in reader.Schema.GetDataFields())
        {
            rows[0].Add(field.Name);
            object[] values = field.ClrType == typeof(long) ? await Numbers<long>(group, field)
                : field.ClrType == typeof(float) ? await Numbers<float>(group, field)
                : await Texts(group, field);
            for (int i = 0; i < values.Length; i++)
            {
                rows[i + 1].Add(Convert.ToString(values[i], CultureInfo.InvariantCulture)!);
            }
        }

        return [.. rows.Select(row => row.ToArray())];
    }

    private static async Task<object[]> Numbers<T>(ParquetRowGroupReader group, Parquet.Schema.DataField field)
        where T : struct
    {
        var values = new T[group.RowCount];
        await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        return [.. values.Select(value => (object)value)];
    }

    private static async Task<object[]> Texts(ParquetRowGroupReader group, Parquet.Schema.DataField field)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        return [.. values.Select(value => value!)];
    }

    private static void Refused(CommandRun run, string mend)
    {
        Assert.Equal(2, run.ExitCode);
        DocumentSchema.Accepts("error", run.Document);
        Assert.Contains(mend, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
