using System.Text.Json.Nodes;

namespace Athanor.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_document_is_the_contract_s_and_all_that_standard_output_holds()
    {
        CommandRun run = await CommandRun.Of("train", _folder.Recipe(), "--store", _folder.Store, "--json");

        Assert.Equal(0, run.ExitCode);
        DocumentSchema.Accepts("train", run.Document);
        Assert.Equal("completed", (string?)run.Document["status"]);
        Assert.Equal((10, 2), ((int)run.Document["steps"]!, (int)run.Document["epochs"]!));
        Assert.Superset(
            new HashSet<string> { "train/loss", "validation/accuracy", "test/accuracy" },
            run.Document["metrics"]!.AsObject().Select(metric => metric.Key).ToHashSet());
    }

    [Fact]
    public async Task Text_tells_the_same_numbers_within_the_width_and_progress_stays_on_standard_error()
    {
        CommandRun run = await CommandRun.Of("train", _folder.Recipe(), "--store", _folder.Store);

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("accuracy", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 1/2", run.Output, StringComparison.Ordinal);
        Assert.Contains(run.ErrorLines, line => line.StartsWith("epoch 1/2", StringComparison.Ordinal));
        Assert.Contains(run.ErrorLines, line => line.StartsWith("epoch 2/2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_run_stands_in_the_store_with_its_curves_and_the_document_s_numbers()
    {
        JsonObject trained = (await CommandRun.Of("train", _folder.Recipe(), "--store", _folder.Store, "--json")).Document;
        string id = (string)trained["run"]!;

        JsonObject shown = (await CommandRun.Of("runs", "show", id[..6], "--store", _folder.Store, "--json")).Document;

        DocumentSchema.Accepts("runs", shown);
        JsonNode run = Assert.Single(shown["runs"]!.AsArray())!;
        Assert.Equal(id, (string?)run["run"]);
        Assert.Equal("recipe", (string?)run["name"]);
        Assert.True(JsonNode.DeepEquals(trained["metrics"], run["metrics"]));
        Assert.Equal(10, (int)run["detail"]!["curves"]!["step/loss"]!["count"]!);
        Assert.Equal(2, (int)run["detail"]!["curves"]!["validation/accuracy"]!["count"]!);
    }

    [Fact]
    public async Task The_plan_says_what_the_numbers_mean_and_trains_nothing()
    {
        string recipe = _folder.Recipe("""
            data: { stroke-digits: { samples: 1200 } }
            split: { validation: 0, test: 0 }
            model: { mlp: { hidden: [8] } }
            loss: cross-entropy
            optimizer: { sgd: { lr: 0.1 } }
            batchSize: 100
            epochs: 5
            """);

        CommandRun text = await CommandRun.Of("train", recipe, "--plan", "--store", _folder.Store);
        CommandRun json = await CommandRun.Of("train", recipe, "--plan", "--store", _folder.Store, "--json", "--set", "accumulation=5");

        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.Contains("1,200 samples ÷ batch 100 = 12 iterations per epoch", text.Output, StringComparison.Ordinal);
        Assert.Contains("12 iterations × 5 epochs = 60 iterations", text.Output, StringComparison.Ordinal);
        Assert.Contains("60 weight updates", text.Output, StringComparison.Ordinal);
        DocumentSchema.Accepts("train", json.Document);
        Assert.Equal((60, 15), ((int)json.Document["plan"]!["iterations"]!, (int)json.Document["plan"]!["updates"]!));
        Assert.False(File.Exists(_folder.Store));
    }

    [Fact]
    public async Task What_is_likely_not_meant_so_is_told_on_standard_error_and_in_the_document()
    {
        string[] arguments = ["train", _folder.Recipe(), "--store", _folder.Store, "--set", "accumulation=2", "--set", "model.mlp.normalization=batch"];

        CommandRun trained = await CommandRun.Of([.. arguments, "--json"]);
        CommandRun planned = await CommandRun.Of([.. arguments, "--json", "--plan"]);

        Assert.All([trained, planned], run =>
        {
            Assert.Equal(0, run.ExitCode);
            DocumentSchema.Accepts("train", run.Document);
            JsonNode warning = Assert.Single(run.Document["warnings"]!.AsArray())!;
            Assert.Equal(("accumulation-batch-norm", "accumulation"), ((string?)warning["code"], (string?)warning["path"]));
            Assert.Contains(run.ErrorLines, line => line == $"warning: accumulation: {warning["message"]}");
        });
    }

    [Fact]
    public async Task The_average_of_the_weights_is_measured_and_kept_beside_the_live_ones()
    {
        CommandRun run = await CommandRun.Of("train", _folder.Recipe(), "--store", _folder.Store, "--json", "--set", "average={ ema: { decay: 0.9 } }");

        Assert.Equal(0, run.ExitCode);
        DocumentSchema.Accepts("train", run.Document);
        Assert.Superset(
            new HashSet<string> { "ema/train/loss", "ema/validation/accuracy", "ema/test/accuracy" },
            run.Document["metrics"]!.AsObject().Select(metric => metric.Key).ToHashSet());
        string folder = (string)run.Document["checkpoint"]!;
        Assert.True(File.Exists(Path.Combine(folder, "average.safetensors")));
        Assert.Equal(new FileInfo(Path.Combine(folder, "model.safetensors")).Length, new FileInfo(Path.Combine(folder, "average.safetensors")).Length);
    }

    [Fact]
    public async Task A_finished_run_is_printed_again_and_exits_0_even_where_it_diverged()
    {
        string[] train = ["train", _folder.Recipe(), "--store", _folder.Store, "--json", "--set", "optimizer={ sgd: { lr: 1e30 } }"];
        CommandRun diverged = await CommandRun.Of(train);
        CommandRun again = await CommandRun.Of([.. train, "--resume"]);

        Assert.Equal((1, 0), (diverged.ExitCode, again.ExitCode));
        Assert.Equal((string?)diverged.Document["run"], (string?)again.Document["run"]);
        Assert.Equal("diverged", (string?)again.Document["status"]);
    }

    [Fact]
    public async Task A_diverged_run_prints_its_document_and_exits_1()
    {
        CommandRun run = await CommandRun.Of(
            "train", _folder.Recipe(), "--store", _folder.Store, "--json", "--set", "optimizer={ sgd: { lr: 1e30 } }", "--set", "loss=cross-entropy");

        Assert.Equal(1, run.ExitCode);
        DocumentSchema.Accepts("train", run.Document);
        Assert.Equal("diverged", (string?)run.Document["status"]);
        Assert.Contains("step", (string?)run.Document["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_training_that_is_interrupted_exits_130_and_keeps_what_it_recorded()
    {
        using var interrupted = new CancellationTokenSource();
        using StringWriter output = new();
        using var error = new SignalWriter("epoch 1/", interrupted.Cancel);

        int code = await AthanorCommand.RunAsync(
            ["train", _folder.Recipe(), "--store", _folder.Store, "--json", "--set", "epochs=1000"], new CommandOutput(output, error), interrupted.Token);

        Assert.Equal(130, code);
        JsonObject document = JsonNode.Parse(output.ToString())!.AsObject();
        DocumentSchema.Accepts("train", document);
        Assert.Equal("interrupted", (string?)document["status"]);
        JsonNode run = (await CommandRun.Of("runs", "--status", "interrupted", "--store", _folder.Store, "--json")).Document["runs"]!.AsArray().Single()!;
        Assert.Equal((string?)document["run"], (string?)run["run"]);
    }

    [Fact]
    public async Task The_seed_option_replaces_the_recipe_s_and_equal_seeds_give_equal_numbers()
    {
        JsonObject first = (await CommandRun.Of("train", _folder.Recipe(), "--store", _folder.Store, "--json", "--seed", "3")).Document;
        JsonObject second = (await CommandRun.Of("train", _folder.Recipe(), "--store", _folder.Store, "--json", "--set", "seed=3")).Document;
        JsonObject other = (await CommandRun.Of("train", _folder.Recipe(), "--store", _folder.Store, "--json")).Document;

        Assert.Equal((string?)first["fingerprint"], (string?)second["fingerprint"]);
        Assert.True(JsonNode.DeepEquals(first["metrics"], second["metrics"]));
        Assert.Equal(Weights(first), Weights(second));
        Assert.NotEqual(Weights(first), Weights(other));
        Assert.False(JsonNode.DeepEquals(first["metrics"], other["metrics"]));
    }

    [Fact]
    public async Task The_final_weights_and_those_of_the_best_look_are_kept_with_recipe_and_metrics()
    {
        JsonObject document = (await CommandRun.Of(
            "train", _folder.Recipe(), "--store", _folder.Store, "--json", "--set", "optimizer.lr=0.05", "--set", "epochs=6")).Document;

        string final = (string)document["checkpoint"]!;
        string best = Path.Combine(Path.GetDirectoryName(final)!, "best");
        Assert.True(Path.IsPathFullyQualified(final));
        Assert.All([final, best], folder => Assert.Equal(
            ["manifest.json", "metrics.json", "model.safetensors", "preprocessing.safetensors", "recipe.json", "task.json"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        Assert.Equal((double)document["metrics"]!["validation/loss"]!, Loss(final));
        Assert.True(Loss(best) <= Loss(final));
        static double Loss(string folder) => (double)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json")))!["metrics"]!["validation/loss"]!;
    }

    [Fact]
    public async Task A_run_that_restores_its_best_weights_keeps_them_once()
    {
        JsonObject document = (await CommandRun.Of("train", _folder.Recipe(), "--store", _folder.Store, "--json", "--set", "restoreBest=true")).Document;

        Assert.DoesNotContain("best", Directory.EnumerateDirectories(Path.GetDirectoryName((string)document["checkpoint"]!)!).Select(Path.GetFileName));
    }

    private static string Weights(JsonObject document)
    {
        string[] files = [.. Directory.EnumerateFiles((string)document["checkpoint"]!, "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(files);
        return string.Join(' ', files.Select(file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))));
    }

    /// <summary>Calls back when a text is written.</summary>
    private sealed class SignalWriter(string text, Action signal) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(text, StringComparison.Ordinal) == true)
            {
                signal();
            }
        }
    }
}
