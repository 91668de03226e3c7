using System.Text.Json.Nodes;

namespace Athanor.Cli.Tests;

public sealed class DiagnoseTests : IDisposable
{
    private const string Deep = """
        data: { stroke-digits: { samples: 400 } }
        model: { mlp: { hidden: { width: 16, depth: 16 }, activation: sigmoid } }
        loss: cross-entropy
        optimizer: { adamw: { lr: 0.002, eps: 1.0e-6 } }
        epochs: 2
        """;

    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_document_names_the_vanishing_gradient_with_its_layers_and_the_store_keeps_it()
    {
        CommandRun run = await CommandRun.Of("diagnose", _folder.Recipe(Deep), "--store", _folder.Store, "--json");

        Assert.Equal(0, run.ExitCode);
        DocumentSchema.Accepts("diagnose", run.Document);
        JsonNode finding = run.Document["findings"]!.AsArray()[0]!;
        Assert.Equal("vanishing-gradient", (string?)finding["symptom"]);
        Assert.Equal("hidden.0", (string?)finding["layers"]![0]);
        Assert.Contains("relu-kaiming", finding["treatments"]!.AsArray().Select(each => (string?)each));
        JsonObject shown = (await CommandRun.Of("runs", "show", (string)run.Document["run"]!, "--store", _folder.Store, "--json")).Document;
        JsonNode kept = shown["runs"]![0]!["detail"]!["findings"]![0]!;
        Assert.Equal("vanishing-gradient", (string?)kept["symptom"]);
        Assert.True(JsonNode.DeepEquals(finding["evidence"], kept["evidence"]));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task Text_keeps_to_the_width_and_offers_what_can_be_tried(int width)
    {
        CommandRun run = await CommandRun.Of(width, "diagnose", _folder.Recipe(Deep), "--store", _folder.Store);

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("vanishing-gradient", run.Output, StringComparison.Ordinal);
        Assert.Contains("relu-kaiming", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_every_other_verb_refuses_is_trained_and_exits_0()
    {
        string recipe = _folder.Recipe(WorkFolder.SmallRecipe.Replace("activation: relu", "outputActivation: softmax", StringComparison.Ordinal));

        Assert.Equal(2, (await CommandRun.Of("train", recipe, "--store", _folder.Store, "--json")).ExitCode);
        CommandRun run = await CommandRun.Of("diagnose", recipe, "--store", _folder.Store, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("completed", (string?)run.Document["status"]);
    }
}
