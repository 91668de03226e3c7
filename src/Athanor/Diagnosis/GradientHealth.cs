using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Athanor.Diagnosis.Signals;
using Athanor.Persistence;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Diagnosis;

/// <summary>Watches the gradients, weights and activations of a training, and names what goes wrong: add it to <see cref="Trainer.Observers"/>.</summary>
/// <remarks>
/// <para>Losses, learning rates and gradient norms are taken from every update, since training computes them anyway; gradients by layer, updates and activations at
/// intervals only. What it does changes no bit of what the training comes to.</para>
/// <para>For one training; dispose it afterwards. What it has seen goes into the training's checkpoints, so that a training that is resumed, with a new one of these among its
/// observers, is judged by all of its steps. Where a checkpoint stands within an accumulation window, that window's look at activations sees its later batches alone.</para>
/// </remarks>
public sealed class GradientHealth : ITrainingObserver, ISavedState, IDisposable
{
    /// <summary>Gradients by layer outputs make backward keep what it would free, a tenth of a step in deep narrow nets.</summary>
    private const long LeastBetweenProbes = 10;

    /// <summary>The part of the budget before which nothing is hopeless: nets that start slowly are not ill.</summary>
    private const double FirstPart = 0.2;

    private const string Suspected = "suspected";

    private readonly long _gradientsEvery;
    private readonly long _looksEvery;
    private readonly long _sequencesEvery;
    private TrainingSignals? _signals;
    private TrainingSession? _session;
    private TimeProfile? _time;
    private WeightSample? _weights;
    private bool _knowsWeights;
    private bool _looking;
    private string[] _suspected = [];

    /// <summary>Watches at intervals; the defaults cost less than a fiftieth of a step, 1 and 1 a tenth, or a fifth where many layers are narrow.</summary>
    /// <param name="gradientsEvery">Updates between two readings of the gradients by layer. Default 10; at least 1.</param>
    /// <param name="looksEvery">
    /// Updates between two looks at weights, their updates and activations. Default 100; at least 1. The updates 1, 2, 4, 8, … are looked at too. The gradients by the
    /// layers' outputs, which training does not compute anyway, are part of every look, but of every tenth update's at most.
    /// </param>
    /// <param name="sequencesEvery">Updates between two looks at what reaches each step of a recurrent net's sequences: a forward and backward of its own. Default 500; at least 1.</param>
    public GradientHealth(long gradientsEvery = 10, long looksEvery = 100, long sequencesEvery = 500)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gradientsEvery, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(looksEvery, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequencesEvery, 1);
        (_gradientsEvery, _looksEvery, _sequencesEvery) = (gradientsEvery, looksEvery, sequencesEvery);
    }

    /// <summary>Findings that end a hopeless training: their codes, such as <c>dead-relu</c>. Default none.</summary>
    /// <remarks>Judged behind every look from a fifth of the budget on; two looks in a row must agree. A training that was ended so is <c>stopped</c>.</remarks>
    /// <exception cref="ArgumentException">A code is none.</exception>
    public IReadOnlyList<string> StopOn
    {
        get;
        init => field = value.FirstOrDefault(code => !Clinic.Codes.Contains(code)) is { } unknown
            ? throw new ArgumentException($"'{unknown}' is no finding; known: {string.Join(", ", Clinic.Codes)}", nameof(value))
            : value;
    } = [];

    /// <summary>What was found, worst first; empty before the end of the training.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>What was seen; null before the training.</summary>
    internal TrainingSignals? Seen => _signals;

    /// <inheritdoc/>
    public void OnStart(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_signals is not null)
        {
            throw new InvalidOperationException("this GradientHealth has watched a training; make a new one for the next");
        }

        _session = context.Session;
        IReadOnlyDictionary<string, double> constant = context.Session.EvaluateConstant(context.Data.Training, MetricNames.Train, context.Data.Training);
        string prefix = MetricNames.Of(MetricNames.Constant, MetricNames.Train) + "/";
        var chance = constant.ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);
        var model = new Watched(context.Session);
        (string? looks, bool isAffine) = OutputShape.Of(model, context);
        _signals = new TrainingSignals
        {
            Recipe = context.Recipe,
            Task = context.Data.Task,
            Plan = context.Session.Plan,
            Data = DataFacts.Of(context.Data.Training),
            Neighbours = Neighbours.Of(context.Data.Training, context.Data.Task),
            Model = model,
            OutputLooksLike = looks,
            AnswersAreAffine = isAffine,
            Chance = chance.GetValueOrDefault(MetricNames.Loss, double.NaN),
            ChanceMetrics = chance,
        };
        _weights = new WeightSample(model.Layers, context.Session.Trained);
        _time = TimeProfile.Of(context);
        Prepare(1);
    }

    /// <inheritdoc/>
    public void OnStep(StepReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.GradientNorms is not { } norms)
        {
            return;
        }

        long update = report.Step + (report.Updated ? 0 : 1);
        if (!report.Updated)
        {
            _signals!.Divergence = _session!.Divergence;
        }

        _signals!.Updates.Add(new UpdatePoint(update, report.Loss, report.GradientNorm, report.LearningRate));
        bool looked = _looking;
        if (looked)
        {
            Look(update);
        }

        if (!report.Updated || update == 1 || update % _gradientsEvery == 0 || IsLook(update))
        {
            _signals.Gradients.Add(new GradientLook(update, ByLayer(norms)));
        }

        if (looked && StopOn.Count > 0 && update >= FirstPart * _signals.Plan.Updates)
        {
            StopWhereHopeless(report);
        }

        if (report.Updated)
        {
            Prepare(update + 1);
        }
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _signals!.Epochs.Add((report.Step, report.Metrics));
    }

    /// <inheritdoc/>
    public void OnEnd(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        StopLooking();
        (_signals!.Report, _signals.Divergence) = (report, report.Divergence);
        if (report.Divergence is null)
        {
            LookAtTime(report.Steps);
        }

        Findings = Symptoms.Symptom.Examine(_signals);
    }

    /// <summary>What was seen so far; the tensors are in the current dispose scope.</summary>
    /// <exception cref="InvalidOperationException">Nothing is watched yet.</exception>
    public SavedState SaveState()
    {
        SavedState state = SignalsState.Save(_signals ?? throw new InvalidOperationException("this GradientHealth watches no training yet"));
        state.Values[Suspected] = new JsonArray([.. _suspected.Select(symptom => (JsonNode)symptom)]);
        return state;
    }

    /// <summary>Goes on from what an earlier one had seen of the same training, which has been restored before.</summary>
    /// <exception cref="InvalidOperationException">Nothing is watched yet.</exception>
    /// <exception cref="ArgumentException">The state is another training's.</exception>
    public void RestoreState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SignalsState.Restore(_signals ?? throw new InvalidOperationException("this GradientHealth watches no training yet"), state);
        _suspected = state.Values[Suspected] is JsonArray suspected ? [.. suspected.OfType<JsonValue>().Select(symptom => symptom.ToString())] : [];
        StopLooking();
        PrepareLook(_session!.Steps + 1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        StopLooking();
        _signals?.Model.Dispose();
        _weights?.Dispose();
        _time?.Dispose();
    }

    private void StopWhereHopeless(StepReport report)
    {
        string[] found = [.. Symptoms.Symptom.Examine(_signals!).Select(finding => finding.Symptom).Where(StopOn.Contains)];
        if (found.FirstOrDefault(_suspected.Contains) is { } symptom)
        {
            report.RequestStop($"{symptom} was found");
        }

        _suspected = found;
    }

    /// <summary>Often at first, when most goes wrong, then at the interval.</summary>
    private bool IsLook(long update) => long.IsPow2(update) || update % _looksEvery == 0;

    /// <summary>What training does not compute anyway is asked for less often where looks are frequent.</summary>
    private bool IsProbe(long update) => long.IsPow2(update) || update % Math.Max(_looksEvery, LeastBetweenProbes) == 0;

    private void Prepare(long update)
    {
        if ((update - 1) % _sequencesEvery == 0)
        {
            LookAtTime(update - 1);
        }

        PrepareLook(update);
    }

    private void PrepareLook(long update)
    {
        if (!IsLook(update))
        {
            StopLooking();
            return;
        }

        // Where the update before was looked at too, its weights are those before this one.
        if (!_knowsWeights)
        {
            Watched.ReadAlone(_weights!);
        }

        _looking = true;
        _signals!.Model.Attach(IsProbe(update));
    }

    private void Look(long update)
    {
        (double[] gradients, ActivationLook[] activations) = _signals!.Model.Read(_weights!);
        (double Norm, double Ratio)[] changes = _weights!.Compare(_signals.Layers);
        _signals.Looks.Add(new Look(update, [.. changes.Select((change, i) => new LayerLook(change.Norm, change.Ratio, gradients[i]))], activations));
        (_looking, _knowsWeights) = (false, true);
    }

    private void LookAtTime(long step)
    {
        if (_time is { } time && (_signals!.Times.Count == 0 || _signals.Times[^1].Step != step))
        {
            _signals.Times.Add(time.At(step));
        }
    }

    private void StopLooking()
    {
        (_looking, _knowsWeights) = (false, false);
        _signals?.Model.Detach();
    }

    /// <summary>Norms of parameters as one root mean square a layer.</summary>
    private double[] ByLayer(Tensor norms)
    {
        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<float> all = MemoryMarshal.Cast<byte, float>(norms.to_type(ScalarType.Float32).cpu().bytes);
        var sizes = new double[_signals!.Layers.Count];
        for (int layer = 0; layer < sizes.Length; layer++)
        {
            double squares = 0;
            foreach (int index in _signals.Layers[layer].Weights)
            {
                squares += (double)all[index] * all[index];
            }

            sizes[layer] = Math.Sqrt(squares / _signals.Layers[layer].Numbers);
        }

        return sizes;
    }
}
