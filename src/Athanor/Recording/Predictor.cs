using Athanor.Data;
using Athanor.Data.Formats;
using Athanor.Models;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training;
using Athanor.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Recording;

/// <summary>A model out of a checkpoint, ready to be asked: it needs no data but the samples in question.</summary>
/// <remarks>
/// Samples come as the data gave them: the standardization that was fitted in training is applied here, and undone for values. The number of threads is the
/// recipe's while it computes, so that it gives the very numbers that training measured; it is put back, as is libtorch's random state.
/// </remarks>
public sealed class Predictor : IDisposable
{
    /// <summary>Samples a batch where a whole data set is asked of: as in the measurements of training, because the size of a product's matrices changes how its sums are rounded.</summary>
    internal const long BatchSize = 512;

    private readonly Module _module;
    private readonly IBatchModel _model;
    private readonly Device _device;
    private readonly Standardizer? _standardizer;

    private Predictor(Recipe recipe, CheckpointTask task, IReadOnlyDictionary<string, double> recorded, double temperature, Module module, Device device, Standardizer? standardizer)
    {
        (Recipe, Task, DataFolder, RecordedMetrics, Temperature) = (recipe, task.ToTask(), task.Folder, recorded, temperature);
        (_module, _device, _standardizer) = (module, device, standardizer);
        _model = AutocastModel.Over(module, recipe.Precision, device);
    }

    /// <summary>What was trained.</summary>
    public Recipe Recipe { get; }

    /// <summary>What is asked of the model: kind, input shape, classes and their names.</summary>
    public TaskInfo Task { get; }

    /// <summary>Where the relative paths of the recipe's data start: an absolute path, as it was in training.</summary>
    public string DataFolder { get; }

    /// <summary>The metrics that training recorded of these weights, by name (<c>test/accuracy</c>).</summary>
    public IReadOnlyDictionary<string, double> RecordedMetrics { get; }

    /// <summary>Whether the average of the weights answers.</summary>
    public bool IsAverage { get; private init; }

    /// <summary>Divides logits before they become probabilities; never changes a class. 1 where nobody calibrated.</summary>
    public double Temperature { get; }

    /// <summary>Reads a checkpoint's folder: that of a run's <c>final</c> or <c>best</c> weights.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it is asked; the defaults where null.</param>
    /// <exception cref="RecipeException">The folder is no checkpoint, a file of it is missing, torn or altered, or its weights don't fit its recipe.</exception>
    public static Predictor Load(string folder, PredictorOptions? options = null)
    {
        bool average = options?.Average ?? false;
        if (options?.Temperature is { } given)
        {
            RecipePath.Root.Require(given > 0 && double.IsFinite(given), $"{given} is not a finite number greater than 0", nameof(options.Temperature));
        }

        var files = new CheckpointFolder(folder);
        Recipe recipe = files.Recipe();
        CheckpointTask task = files.Task();
        IReadOnlyDictionary<string, double> recorded = files.Metrics();
        CheckpointTemperature calibrated = files.Temperature();
        double temperature = options?.Temperature ?? (average ? calibrated.Average : calibrated.Live) ?? 1;
        using DisposeScope scope = NewDisposeScope();
        Standardizer? standardizer = Standardizer.OfTensors(files.Tensors(CheckpointFiles.Preprocessing));
        Module? module = null;
        try
        {
            Device device = DeviceName.Resolve(recipe.Device, RecipePath.Root.Key("device"));
            using AmbientState ambient = AmbientState.Enter(recipe.Seed, recipe.Threads);
            module = recipe.Model.Build(task.ToTask(), RecipePath.Root.Key("model"));
            files.Fill(module, average);
            module.to(device);
            module.eval();
            return new Predictor(recipe, task, recorded, temperature, module, device, standardizer) { IsAverage = average };
        }
        catch (Exception e)
        {
            module?.Dispose();
            standardizer?.Dispose();
            switch (e)
            {
                case RecipeException refusal:
                    throw refusal.In(folder);
                case System.Runtime.InteropServices.ExternalException:
                    throw new RecipeException("bad-checkpoint", "", $"its model can't be built for {Words(task.ToTask())}: {e.Message.Split('\n')[0]}", folder, e);
                default:
                    throw;
            }
        }
    }

    /// <summary>Asks of samples as they are, [samples, …input shape], float32. The current dispose scope owns what comes back.</summary>
    /// <exception cref="RecipeException"><c>shape-mismatch</c>: the samples have another shape than the model learned from.</exception>
    public Predictions Predict(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Predict(new Batch(inputs.dim() == 0 ? 0 : inputs.shape[0], [new(BatchFields.Inputs, inputs)]));
    }

    /// <summary>Asks of a batch, which may hold more than inputs where the model reads more (lengths, a mask).</summary>
    /// <inheritdoc cref="Predict(Tensor)"/>
    public Predictions Predict(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RequireShape(batch.Inputs.shape);
        using AmbientState ambient = AmbientState.Enter(Recipe.Seed, Recipe.Threads);
        using DisposeScope scope = NewDisposeScope();
        return Meaning(Forward(batch), scope);
    }

    /// <summary>Asks of a whole data set, batch by batch; only the answers are kept in memory.</summary>
    /// <inheritdoc cref="Predict(Tensor)"/>
    /// <param name="samples">The samples as they are; the caller goes on owning them.</param>
    /// <param name="cancellation">Ends the pass.</param>
    public Predictions Predict(Dataset samples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        using AmbientState ambient = AmbientState.Enter(Recipe.Seed, Recipe.Threads);
        using DisposeScope scope = NewDisposeScope();
        var logits = new List<Tensor>();
        foreach (Batch batch in new Batches(samples, BatchSize, new SequentialSampler()).Epoch(0, cancellation: cancellation))
        {
            RequireShape(batch.Inputs.shape);
            using DisposeScope each = NewDisposeScope();
            logits.Add(Forward(batch).MoveToOuterDisposeScope());
        }

        return Meaning(cat(logits), scope);
    }

    /// <summary>Loss and metrics of the recipe on samples as they are, with their targets, as <c>part/…</c> (of an average <c>ema/part/…</c>): what training measures, to the last bit.</summary>
    /// <param name="part">The name before the slash, such as <c>test</c>.</param>
    /// <param name="samples">The samples; the caller goes on owning them.</param>
    /// <param name="cancellation">Ends the pass.</param>
    /// <exception cref="RecipeException"><c>shape-mismatch</c>: the samples have another shape than the model learned from.</exception>
    public IReadOnlyDictionary<string, double> Evaluate(string part, Dataset samples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        using AmbientState ambient = AmbientState.Enter(Recipe.Seed, Recipe.Threads);
        Dataset standardized = _standardizer is null ? samples : new StandardizedDataset(samples, _standardizer);
        string name = IsAverage ? MetricNames.Of(MemberPath.NameOf(Recipe.Average), part) : part;
        return new ModelEvaluation(_model, Recipe, DefaultMetrics.Of(Recipe, Task), Task, _device).Measure(name, standardized, cancellation);
    }

    /// <summary>The recipe's own data, divided as in training but as they are. The caller owns what comes back.</summary>
    /// <param name="context">Where relative paths start; <see cref="DataFolder"/> where null.</param>
    /// <exception cref="RecipeException">The data can't be read any more, or are others than those of training.</exception>
    public DataSplit OwnData(DataContext? context = null)
    {
        using DataSource source = Recipe.Data.Load(context ?? new DataContext(DataFolder));
        RecipePath.Root.Key("data").Require(
            source.Task.Kind == Task.Kind && source.Task.Outputs == Task.Outputs && source.Task.InputShape.SequenceEqual(Task.InputShape),
            $"the data are no longer those of training: {Words(source.Task)} now, {Words(Task)} then");
        return Recipe.Split.Apply(source, withIndex: true);
    }

    /// <summary>Samples from a file, as they are: CSV with the columns that the model learned from (found by name where both have a header; the target may be missing), or IDX images.</summary>
    /// <param name="path">The file, plain or .gz.</param>
    /// <param name="labels">The file of an IDX file's labels; null where they are not known.</param>
    /// <param name="context">Where relative paths start; the working folder where null.</param>
    /// <returns>The samples, with a target where the file holds it. The caller owns them.</returns>
    /// <exception cref="RecipeException">The file can't be read, a column is unknown or missing, or the samples have another shape.</exception>
    public DataSource ReadSamples(string path, string? labels = null, DataContext? context = null) =>
        SampleFile.Read(path, labels, Recipe.Data, Task, (context ?? new DataContext(Environment.CurrentDirectory)) with { At = new RecipePath("data") });

    /// <summary>Keeps a temperature beside these weights, so that whoever loads them next gets calibrated probabilities.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="temperature">Divides logits; greater than 0.</param>
    /// <param name="average">Whether it is the average's, instead of the weights' own.</param>
    /// <returns>The file's absolute path.</returns>
    /// <exception cref="RecipeException">The folder is no checkpoint, or the temperature is not a finite number greater than 0.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static string SaveTemperature(string folder, double temperature, bool average = false)
    {
        var checkpoint = new CheckpointFolder(folder);
        CheckpointTemperature before = checkpoint.Temperature();
        CheckpointTemperature now = average ? before with { Average = temperature } : before with { Live = temperature };
        SpecValidator.Check(now, RecipePath.Root);
        string file = Path.GetFullPath(Path.Combine(folder, CheckpointFiles.Temperature));
        AtomicFile.WriteText(file, SpecWriter.ToJson(now.Sealed(checkpoint.Weights())));
        return file;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module.Dispose();
        _standardizer?.Dispose();
    }

    private Tensor Forward(Batch batch)
    {
        using var gradients = no_grad();
        Batch inputs = _standardizer is null ? batch : batch.With(BatchFields.Inputs, _standardizer.ApplyToInputs(batch.Inputs));
        return _model.Forward(_device.type == DeviceType.CPU ? inputs : inputs.To(_device)).Prediction.to_type(ScalarType.Float32).cpu();
    }

    private Predictions Meaning(Tensor logits, DisposeScope scope)
    {
        using var gradients = no_grad();
        Predictions predictions = Task.Kind switch
        {
            TaskKind.Regression => new Predictions(Task, logits) { Values = _standardizer?.RestoreTarget(logits) ?? logits.alias() },
            TaskKind.MultiClass => new Predictions(Task, logits) { Probabilities = softmax(Cooled(logits), 1), Classes = logits.argmax(1) },
            _ => new Predictions(Task, logits) { Probabilities = sigmoid(Cooled(logits)), Classes = Yes(logits) },
        };
        foreach (Tensor? tensor in new[] { predictions.Logits, predictions.Probabilities, predictions.Classes, predictions.Values })
        {
            if (tensor is not null)
            {
                scope.MoveToOuter(tensor);
            }
        }

        return predictions;
    }

    private Tensor Cooled(Tensor logits) => Temperature == 1 ? logits : logits / Temperature;

    private Tensor Yes(Tensor logits) => (Task.Outputs == 1 ? logits.reshape(-1) : logits).gt(0).to_type(ScalarType.Int64);

    private void RequireShape(long[] shape)
    {
        if (!shape.AsSpan(Math.Min(1, shape.Length)).SequenceEqual(Task.InputShape.ToArray()))
        {
            throw new RecipeException("shape-mismatch", "data", $"a sample is [{string.Join(", ", shape.Skip(1))}] here; the model learned from {Task.InputShape}");
        }
    }

    private static string Words(TaskInfo task) => $"{task.InputShape} → {task.Outputs} ({task.Kind})";
}
