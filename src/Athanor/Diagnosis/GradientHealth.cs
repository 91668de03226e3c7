using Athanor.Diagnosis.Signals;
using Athanor.Native;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Diagnosis;

/// <summary>Watches the gradients, weights and activations of a training, and names what goes wrong: add it to <see cref="Trainer.Observers"/>.</summary>
/// <remarks>
/// <para>Losses, learning rates and gradient norms are taken from every update, since training computes them anyway; gradients by layer, updates and activations at
/// intervals only. What it does changes no bit of what the training comes to.</para>
/// <para>For one training; dispose it afterwards.</para>
/// </remarks>
public sealed class GradientHealth : ITrainingObserver, IDisposable
{
    private readonly long _gradientsEvery;
    private readonly long _looksEvery;
    private TrainingSignals? _signals;
    private TrainingSession? _session;
    private TimeProfile? _time;
    private Tensor[] _before = [];
    private bool _looking;

    /// <summary>Watches at intervals.</summary>
    /// <param name="gradientsEvery">Updates between two readings of the gradients by layer. Default 10; at least 1.</param>
    /// <param name="looksEvery">Updates between two looks at activations and weights, which cost about a step each. Default 100; at least 1. The updates 1, 2, 4, 8, … are looked at too.</param>
    public GradientHealth(long gradientsEvery = 10, long looksEvery = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gradientsEvery, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(looksEvery, 1);
        (_gradientsEvery, _looksEvery) = (gradientsEvery, looksEvery);
    }

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
        string? looks = OutputShape.Of(model, context);
        _signals = new TrainingSignals
        {
            Recipe = context.Recipe,
            Task = context.Data.Task,
            Plan = context.Session.Plan,
            Data = DataFacts.Of(context.Data.Training),
            Neighbours = Neighbours.Of(context.Data.Training, context.Data.Task),
            Model = model,
            OutputLooksLike = looks,
            Chance = chance.GetValueOrDefault(MetricNames.Loss, double.NaN),
            ChanceMetrics = chance,
        };
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
        if (_looking)
        {
            Look(update);
        }

        if (!report.Updated || update == 1 || update % _gradientsEvery == 0 || IsLook(update))
        {
            _signals.Gradients.Add(new GradientLook(update, ByLayer(norms)));
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

    /// <inheritdoc/>
    public void Dispose()
    {
        StopLooking();
        _signals?.Model.Dispose();
        _time?.Dispose();
    }

    /// <summary>Often at first, when most goes wrong, then at the interval.</summary>
    private bool IsLook(long update) => long.IsPow2(update) || update % _looksEvery == 0;

    private void Prepare(long update)
    {
        if (!IsLook(update))
        {
            return;
        }

        LookAtTime(update - 1);
        _looking = true;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable unwatched = no_grad();
        _before = [.. _session!.Trained.Select(item => item.Parameter.detach().clone().DetachFromDisposeScope())];
        _signals!.Model.Attach();
    }

    private void Look(long update)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable unwatched = no_grad();
        Watched model = _signals!.Model;
        model.Detach();
        double[] weights = ByLayer(Norms(_before), meanSquare: false);
        Tensor[] changes = [.. _session!.Trained.Select((item, i) => item.Parameter.detach() - _before[i])];
        double[] updates = ByLayer(Norms(changes), meanSquare: false);
        (double[] gradients, ActivationLook[] activations) = model.Read();
        _signals.Looks.Add(new Look(
            update,
            [.. weights.Select((weight, i) => new LayerLook(weight, weight > 0 ? updates[i] / weight : 0, gradients[i]))],
            activations));
        StopLooking();
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
        _looking = false;
        _signals?.Model.Detach();
        foreach (Tensor tensor in _before)
        {
            tensor.Dispose();
        }

        _before = [];
    }

    private static Tensor Norms(Tensor[] tensors) => tensors.Length == 0 ? zeros(0) : FusedKernels.Tensors("measure", tensors, ones([], device: tensors[0].device), null, null)[0];

    /// <summary>Norms of parameters as one number a layer.</summary>
    private double[] ByLayer(Tensor norms, bool meanSquare = true)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] all = [.. norms.to_type(ScalarType.Float32).cpu().data<float>()];
        return [.. _signals!.Layers.Select(layer => Math.Sqrt(layer.Weights.Sum(index => (double)all[index] * all[index]) / (meanSquare ? layer.Numbers : 1)))];
    }
}
