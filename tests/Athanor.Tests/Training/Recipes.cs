using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Tests.Data;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

/// <summary>Small recipes and data to train on.</summary>
internal static class Recipes
{
    /// <summary>A recipe that trains in a few milliseconds.</summary>
    public static Recipe Small { get; } = new()
    {
        Data = new Spirals { Samples = 120 },
        Model = new MlpSpec { Hidden = [8] },
        Loss = new CrossEntropy(),
        Optimizer = new AdamW { Lr = 0.01 },
        BatchSize = 16,
        Epochs = 3,
    };

    /// <summary>Samples (i, −i) of three classes, numbered, for training alone.</summary>
    public static DataSplit Numbered(int count) => new(new TaskInfo(TaskKind.MultiClass, [2], 3), DataFixtures.Numbered(count));

    /// <summary>Values to fit: inputs [n, features] and targets, by name.</summary>
    public static DataSplit Values(int features, params (string Name, Tensor Tensor)[] fields) =>
        new(new TaskInfo(TaskKind.Regression, [features], 1), new TensorDataset(fields.Select(field => KeyValuePair.Create(field.Name, field.Tensor))));

    /// <summary>Everything that training decides: the model's parameters and buffers, as bytes.</summary>
    public static byte[] Weights(TrainingSession session)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. session.Model.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.cpu().contiguous().bytes.ToArray())];
    }

    /// <summary>Trains to the end; the report and the final weights.</summary>
    public static (RunReport Report, byte[] Weights) Train(Recipe recipe, params ITrainingObserver[] observers)
    {
        using var trainer = new Trainer(recipe);
        foreach (ITrainingObserver observer in observers)
        {
            trainer.Observers.Add(observer);
        }

        RunReport report = trainer.Run(TestContext.Current.CancellationToken);
        return (report, Weights(trainer.Session));
    }
}
