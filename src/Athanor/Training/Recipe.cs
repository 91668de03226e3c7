using Athanor.Data;
using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Training.Pretraining;

namespace Athanor.Training;

/// <summary>Everything about how a model is trained, as one immutable value. Whatever people do in deep learning is a function over recipes.</summary>
/// <remarks>
/// Two recipes that say the same have the same <see cref="Fingerprint"/>, wherever and in whatever order they were written.
/// Only <see cref="Run"/>, which watches and changes nothing, is left out of it.
/// </remarks>
public sealed record Recipe : Spec
{
    private const int DefaultEpochs = 10;
    private const int MostThreads = 256;
    private const int MostAccumulation = 1_000_000;
    private const long MostUpdates = 1_000_000_000_000;
    private readonly OrDefault _epochs = new(null, DefaultEpochs);

    /// <summary>Where the samples come from.</summary>
    public required DataSpec Data { get; init; }

    /// <summary>How they are divided into what trains, validates and tests. Default 70 : 10 : 20, seed 0.</summary>
    public SplitSpec Split { get; init; } = new();

    /// <summary>How inputs are brought to a common scale, fitted on the training part. Default null: what suits the data.</summary>
    public StandardizationSpec? Standardization { get; init; }

    /// <summary>In which order samples are visited. Default shuffled anew each epoch.</summary>
    public SamplerSpec Sampler { get; init; } = new ShuffleSampler();

    /// <summary>What is trained.</summary>
    public required ModelSpec Model { get; init; }

    /// <summary>What makes the loss of a batch. Default supervised: from <see cref="Loss"/>.</summary>
    public ObjectiveSpec Objective { get; init; } = new SupervisedObjective();

    /// <summary>What is made small; needed where the objective is supervised.</summary>
    public LossSpec? Loss { get; init; }

    /// <summary>Whether hidden layers are trained one by one, without targets, before the training begins. Default none.</summary>
    public PretrainingSpec Pretraining { get; init; } = new NoPretraining();

    /// <summary>Parameters that the training leaves as they are, by name or by that of a layer, <c>hidden.0</c>, with * and ? for any letters. Default empty.</summary>
    /// <remarks>Pre-training trains them all the same. Buffers, such as a batch normalization's running statistics, go on moving.</remarks>
    public ValueList<string> Frozen { get; init; } = [];

    /// <summary>How gradients become steps.</summary>
    public required OptimizerSpec Optimizer { get; init; }

    /// <summary>How the learning rate moves over the updates. Default constant.</summary>
    public ScheduleSpec Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Whether gradients are clipped before the step. Default none.</summary>
    public ClippingSpec Clipping { get; init; } = new NoClipping();

    /// <summary>A penalty on the weights. Default none.</summary>
    public RegularizationSpec Regularization { get; init; } = new NoRegularization();

    /// <summary>An average of the weights, kept and evaluated beside the live ones. Default none.</summary>
    public AverageSpec Average { get; init; } = new NoAverage();

    /// <summary>What is measured beside the loss. Default null: accuracy for classes, MAE and RMSE for values.</summary>
    public ValueList<MetricSpec>? Metrics { get; init; }

    /// <summary>Samples a batch, or <c>full</c> for batch gradient descent. Default 32.</summary>
    public BatchSize BatchSize { get; init; } = 32;

    /// <summary>Whether an epoch's last batch is left out where it is smaller than the others. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>Batches an update. Default 1; at least 1. A window closes at the epoch's end.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>The budget in epochs. Default 10, unless <see cref="Steps"/> gives it in updates; never both.</summary>
    [Excludes(nameof(Steps))]
    public int? Epochs
    {
        get => Steps is null ? _epochs.Value : _epochs.Given;
        init => _epochs = new(value, DefaultEpochs);
    }

    /// <summary>The budget in updates of the weights, or null where it is in epochs.</summary>
    [Excludes(nameof(Epochs))]
    public long? Steps { get; init; }

    /// <summary>When the validation part is looked at. Default after every epoch.</summary>
    [SpecKey("validate")]
    public ValidationSpec Validation { get; init; } = new();

    /// <summary>When to stop before the budget is used up. Default null: never.</summary>
    public EarlyStoppingSpec? EarlyStopping { get; init; }

    /// <summary>Drives initialization, order and dropout. Default 0; the data and their split have seeds of their own.</summary>
    public long Seed { get; init; }

    /// <summary>How many threads compute. Default 1, at most 256; it changes how sums are rounded, so it is part of the recipe.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Where to compute: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>. Default cpu.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The numbers that the model computes in: <c>fp32</c>, <c>bf16</c>, <c>fp16</c>. Default fp32.</summary>
    public PrecisionSpec Precision { get; init; } = new Fp32();

    /// <summary>Whether the best weights by validation are put back at the end, instead of the last. Default false.</summary>
    public bool RestoreBest { get; init; }

    /// <summary>What only watches: in no fingerprint.</summary>
    [NotFingerprinted]
    public RunSpec Run { get; init; } = new();

    /// <summary>SHA-256 of the recipe's canonical JSON with every default written out, in hex.</summary>
    public string Fingerprint() => Specs.Fingerprint.Of(this);

    /// <summary>The same recipe with its model, which must be a <typeparamref name="T"/>, changed.</summary>
    /// <exception cref="RecipeException">The model is another member of the family.</exception>
    public Recipe WithModel<T>(Func<T, T> change)
        where T : ModelSpec => Model is T model
        ? this with { Model = change(model) }
        : throw new RecipeException("wrong-type", "model", $"the model is a {Model.GetType().Name}, not a {typeof(T).Name}");

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(Objective is not SupervisedObjective || Loss is not null, "a supervised recipe needs a loss: write loss: cross-entropy, mse, …", nameof(Loss));
        at.Require(_epochs.Given is null || Steps is null, "the budget is in epochs or in steps, never both; leave one out", nameof(Steps));
        at.AtLeast(Epochs ?? 1, 1, nameof(Epochs));
        at.AtLeast(Steps ?? 1, 1, nameof(Steps));
        at.Require((Steps ?? 1) <= MostUpdates, $"{Steps} updates will never be done; the most is {MostUpdates}", nameof(Steps));
        Pretraining.CheckModel(Model, at.Key("pretraining"));
        at.AtLeast(Accumulation, 1);
        at.Require(Accumulation <= MostAccumulation, $"{Accumulation} is more than {MostAccumulation}", nameof(Accumulation));
        at.Require(
            Accumulation == 1 || Loss is not { DecomposesOverSamples: false },
            $"the loss of a batch is not the sum of its samples' own ({Loss?.Name}), so batches can't be added up; use a larger batchSize and accumulation 1",
            nameof(Accumulation));
        at.AtLeast(Threads, 1);
        at.Require(Threads <= MostThreads, $"{Threads} is more than {MostThreads}", nameof(Threads));
        at.Require(DeviceName.IsKnown(Device), $"'{Device}' is no device; write cpu, cuda or cuda:0", nameof(Device));
    }
}
