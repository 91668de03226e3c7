using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Cli.Tests;

public sealed class EvaluateTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train")]
    [InlineData("validation")]
    [InlineData("test")]
    public async Task A_part_of_the_training_s_own_data_gives_exactly_what_training_recorded(string part)
    {
        JsonObject trained = await Trained();

        CommandRun run = await CommandRun.Of("evaluate", (string)trained["checkpoint"]!, "--part", part, "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        DocumentSchema.Accepts("evaluate", run.Document);
        JsonObject metrics = run.Document["metrics"]!.AsObject();
        Assert.Equal([$"{part}/accuracy", $"{part}/loss"], metrics.Select(metric => metric.Key));
        Assert.All(metrics, metric => Assert.Equal((double)trained["metrics"]![metric.Key]!, (double)metric.Value!));
        Assert.True(JsonNode.DeepEquals(metrics, run.Document["recorded"]));
    }

    [Fact]
    public async Task A_regression_and_a_yes_or_no_are_measured_exactly_too()
    {
        string[] tasks = ["data: { airline: {} }\nmodel: recurrent\nloss: mse", "data: { circles: { samples: 300 } }\nmodel: mlp\nloss: bce-with-logits"];
        foreach (string task in tasks)
        {
            string recipe = _folder.Recipe($"{task}\noptimizer: {{ adamw: {{ lr: 0.001 }} }}\nepochs: 2");
            JsonObject trained = (await CommandRun.Of("train", recipe, "--store", _folder.Store, "--json")).Document;

            JsonObject measured = (await CommandRun.Of("evaluate", (string)trained["run"]!, "--store", _folder.Store, "--json")).Document;

            Assert.All(measured["metrics"]!.AsObject(), metric => Assert.Equal((double)trained["metrics"]![metric.Key]!, (double)metric.Value!));
        }
    }

    [Fact]
    public async Task A_run_is_found_by_its_first_letters_and_its_best_look_beside_it()
    {
        JsonObject trained = await Trained("optimizer.lr=0.05");

        CommandRun final = await CommandRun.Of("evaluate", ((string)trained["run"]!)[..6], "--store", _folder.Store, "--json");
        CommandRun best = await CommandRun.Of("evaluate", ((string)trained["run"]!)[..6], "--best", "--part", "validation", "--store", _folder.Store, "--json");

        Assert.Equal((string?)trained["checkpoint"], (string?)final.Document["checkpoint"]);
        Assert.EndsWith("best", (string?)best.Document["checkpoint"], StringComparison.Ordinal);
        Assert.NotEmpty(best.Document["recorded"]!.AsObject());
        Assert.True(JsonNode.DeepEquals(best.Document["metrics"], best.Document["recorded"]));
    }

    [Fact]
    public async Task The_average_of_the_weights_is_measured_as_training_did_and_refused_where_there_is_none()
    {
        string without = (string)(await Trained())["checkpoint"]!;
        JsonObject trained = await Trained("average={ema: {decay: 0.9}}");

        JsonObject measured = (await CommandRun.Of("evaluate", (string)trained["checkpoint"]!, "--average", "--json")).Document;

        DocumentSchema.Accepts("evaluate", measured);
        Assert.Equal("average", (string?)measured["weights"]);
        Assert.Equal(["ema/test/accuracy", "ema/test/loss"], measured["metrics"]!.AsObject().Select(metric => metric.Key));
        Assert.All(measured["metrics"]!.AsObject(), metric => Assert.Equal((double)trained["metrics"]![metric.Key]!, (double)metric.Value!));
        Refused(await CommandRun.Of("evaluate", without, "--average", "--json"), "keeps no average");
    }

    [Fact]
    public async Task Calibration_keeps_the_accuracy_leaves_a_report_and_a_temperature_that_predict_uses()
    {
        string folder = (string)(await Trained("epochs=30", "optimizer.lr=0.01", "data.stroke-digits.samples=600"))["checkpoint"]!;
        JsonObject before = (await CommandRun.Of("predict", folder, "--json")).Document;

        CommandRun run = await CommandRun.Of("evaluate", folder, "--calibrate", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        DocumentSchema.Accepts("evaluate", run.Document);
        JsonNode calibration = run.Document["calibration"]!;
        double temperature = (double)calibration["temperature"]!;
        Assert.Equal((double)calibration["before"]!["accuracy"]!, (double)calibration["after"]!["accuracy"]!);
        Assert.Equal((double)run.Document["metrics"]!["test/accuracy"]!, (double)calibration["before"]!["accuracy"]!, 12);
        Assert.Equal((double)run.Document["metrics"]!["test/loss"]!, (double)calibration["before"]!["logLoss"]!, 6);
        Assert.Contains("Accuracy by confidence", await File.ReadAllTextAsync((string)calibration["report"]!, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        JsonObject after = (await CommandRun.Of("predict", folder, "--with-logits", "--json")).Document;
        JsonObject plain = (await CommandRun.Of("predict", folder, "--temperature", "1", "--json")).Document;
        Assert.Equal((1.0, temperature, 1.0), ((double)before["temperature"]!, (double)after["temperature"]!, (double)plain["temperature"]!));
        Assert.True(JsonNode.DeepEquals(before["predictions"], plain["predictions"]));
        foreach ((JsonNode? cooled, JsonNode? raw) in after["predictions"]!.AsArray().Zip(before["predictions"]!.AsArray()))
        {
            double[] logits = [.. Enumerable.Range(0, 10).Select(i => (double)cooled![$"logit_{i}"]!)];
            Assert.Equal((int)raw!["class"]!, (int)cooled!["class"]!);
            Assert.Equal(Athanor.Evaluation.Logits.Softmax(logits, temperature).Max(), (double)cooled["probability"]!, 5);
        }
    }

    [Fact]
    public async Task Calibration_of_values_or_without_a_validation_part_is_refused()
    {
        string values = _folder.Recipe("data: airline\nmodel: recurrent\nloss: mse\noptimizer: { adamw: { lr: 0.001 } }\nepochs: 1");
        string ofValues = (string)(await CommandRun.Of("train", values, "--store", _folder.Store, "--json")).Document["checkpoint"]!;
        string unvalidated = (string)(await Trained("split.validation=0"))["checkpoint"]!;

        Refused(await CommandRun.Of("evaluate", ofValues, "--calibrate", "--json"), "calibration is of classes");
        Refused(await CommandRun.Of("evaluate", unvalidated, "--calibrate", "--json"), "no validation part");
    }

    [Fact]
    public async Task Text_names_the_part_and_the_numbers()
    {
        CommandRun run = await CommandRun.Of("evaluate", (string)(await Trained())["checkpoint"]!);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("accuracy", run.Output, StringComparison.Ordinal);
        Assert.Contains("40 samples, the test part", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_or_a_folder_that_is_none_is_refused_in_one_line()
    {
        string folder = (string)(await Trained())["checkpoint"]!;
        (string Argument, string Mend)[] cases =
        [
            ("ffffffffffff", "no run 'ffffffffffff'"), (_folder.At("absent"), "no such folder"), (_folder.At("."), "holds no recipe.json"), (Path.GetDirectoryName(folder)!, folder),
        ];
        foreach ((string argument, string mend) in cases)
        {
            Refused(await CommandRun.Of("evaluate", argument, "--store", _folder.Store, "--json"), mend);
        }

        Refused(await CommandRun.Of("evaluate", "--json"), "no checkpoint is named");
        Refused(await CommandRun.Of("evaluate", folder, "--part", "tset", "--json"), "did you mean 'test'?");
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("preprocessing.safetensors")]
    [InlineData("task.json")]
    [InlineData("metrics.json")]
    public async Task A_checkpoint_of_which_a_file_is_missing_or_torn_is_refused_by_its_name(string file)
    {
        string folder = (string)(await Trained())["checkpoint"]!;
        string path = Path.Combine(folder, file);
        byte[] whole = File.ReadAllBytes(path);

        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Refused(await CommandRun.Of("evaluate", folder, "--json"), file);
        File.WriteAllBytes(path, []);
        Refused(await CommandRun.Of("evaluate", folder, "--json"), file);
        File.Delete(path);
        Refused(await CommandRun.Of("evaluate", folder, "--json"), file);
    }

    [Fact]
    public async Task Weights_of_another_model_are_refused()
    {
        string narrow = (string)(await Trained())["checkpoint"]!;
        string wide = (string)(await Trained("model.hidden=[8]"))["checkpoint"]!;
        File.Copy(Path.Combine(wide, "model.safetensors"), Path.Combine(narrow, "model.safetensors"), overwrite: true);
        Refused(await CommandRun.Of("evaluate", narrow, "--json"), "model.safetensors: has");

        Reseal(narrow);
        Refused(await CommandRun.Of("evaluate", narrow, "--json"), "the recipe's model has");
    }

    /// <summary>Lets a manifest say what its folder holds now.</summary>
    private static void Reseal(string folder)
    {
        string file = Path.Combine(folder, "manifest.json");
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        foreach (JsonNode? entry in manifest["files"]!.AsArray())
        {
            string path = Path.Combine(folder, (string)entry!["name"]!);
            (entry["bytes"], entry["sha256"]) = (new FileInfo(path).Length, ContentHash.OfFile(path));
        }

        manifest.Remove("sha256");
        manifest["sha256"] = ContentHash.Of(manifest);
        File.WriteAllText(file, manifest.ToJsonString());
    }

    private async Task<JsonObject> Trained(params string[] sets) => (await CommandRun.Of(
        ["train", _folder.Recipe(), "--store", _folder.Store, "--json", .. sets.SelectMany(set => new[] { "--set", set })])).Document;

    private static void Refused(CommandRun run, string mend)
    {
        Assert.Equal(2, run.ExitCode);
        DocumentSchema.Accepts("error", run.Document);
        Assert.Contains(mend, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
