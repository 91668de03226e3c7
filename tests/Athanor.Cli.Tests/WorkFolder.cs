namespace Athanor.Cli.Tests;

/// <summary>A folder of a test's own, gone with it, with a small recipe and a store's place in it.</summary>
internal sealed class WorkFolder : IDisposable
{
    public const string SmallRecipe = """
        data: { stroke-digits: { samples: 200 } }
        model: { mlp: { hidden: [16], activation: relu } }
        loss: cross-entropy
        optimizer: { adamw: { lr: 0.001 } }
        epochs: 2
        """;

    public const string SmallStudy = """
        study: small
        recipe:
          data: { stroke-digits: { samples: 200 } }
          model: { mlp: { hidden: [16], activation: sigmoid } }
          loss: cross-entropy
          optimizer: { adamw: { lr: 0.01 } }
          epochs: 1
        components:
          relu: { patch: { model: { mlp: { activation: relu } } } }
          wider: { patch: { model: { mlp: { hidden: [32] } } }, requires: [relu] }
        seeds: 2
        metrics: [test/accuracy, test/loss]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("athanor-cli-");

    public string Store => At("runs.db");

    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        string path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Recipe(string text = SmallRecipe) => Write("recipe.yaml", text);

    public string Study(string text = SmallStudy) => Write("study.yaml", text);

    public void Dispose() => _folder.Delete(recursive: true);
}
