using Athanor.Data;
using Athanor.Training.Pretraining;

namespace Athanor.Training;

/// <content>The stages before the training: one a hidden layer that is pre-trained.</content>
public sealed partial class Trainer
{
    private bool IsPretraining => _cursor.Stage < _session.PretrainedLayers;

    private void Pretrain(CancellationToken cancellation)
    {
        while (IsPretraining && !Ended(cancellation))
        {
            PretrainLayer(_cursor.Stage, cancellation);
        }
    }

    /// <summary>One layer, from the cursor to its last epoch or to the training's end.</summary>
    private void PretrainLayer(int layer, CancellationToken cancellation)
    {
        if (_cursor is { Epoch: 0, Batch: 0 })
        {
            _session.BeginPretraining(layer, _data.Training);
        }

        // Orders of their own: a layer sees the samples in no order that another layer or the training sees.
        long seed = (long)new SeededRandom(_recipe.Seed, "pretraining", layer).NextBits();
        var batches = new Batches(_data.Training, _recipe.BatchSize.SamplesOf(checked((int)_data.Training.Count)), _recipe.Sampler, seed, _recipe.DropLast);
        while (_cursor.Epoch < _session.Plan.PretrainingEpochs)
        {
            PretrainEpoch(batches, cancellation);
            if (Ended(cancellation))
            {
                return;
            }

            if (_saveIsDue)
            {
                Save();
            }
        }

        _session.EndPretraining();
        _cursor = new TrainingCursor(layer + 1, Epoch: 0, Batch: 0);
    }

    private void PretrainEpoch(Batches batches, CancellationToken cancellation)
    {
        (int layer, int epoch, long index) = _cursor;
        if (index == 0)
        {
            _session.BeginPretrainingEpoch();
        }

        foreach (Batch batch in batches.Epoch(epoch, index, CancellationToken.None))
        {
            _session.Pretrain(batch, epoch);
            _cursor = _cursor with { Batch = ++index };
            if (Ended(cancellation))
            {
                break;
            }
        }

        if (index == batches.Count && _session.Divergence is null)
        {
            TellPretraining(layer, epoch);
            _cursor = new TrainingCursor(layer, epoch + 1, Batch: 0);
            _saveIsDue |= IsSaveDue(_cursor) || _series?.IsDueAfterStep(_session.Steps, updated: false) == true;
        }
    }

    private void TellPretraining(int layer, int epoch)
    {
        _training.Stop();
        TrainingPlan plan = _session.Plan;
        (double loss, long samples) = _session.PretrainingEpoch;
        long epochsLeft = ((plan.PretrainedLayers - layer) * (long)plan.PretrainingEpochs) - epoch - 1;
        var report = new PretrainingReport(_session.RequestStop)
        {
            Layer = layer + 1,
            Layers = plan.PretrainedLayers,
            Epoch = epoch,
            Epochs = plan.PretrainingEpochs,
            Step = -epochsLeft * plan.IterationsPerEpoch,
            Loss = loss,
            CodeDeviation = epoch + 1 == plan.PretrainingEpochs ? _session.CodeDeviation(_data.Training, layer + 1) : null,
            Samples = samples,
            Seconds = (Elapsed - _reported).TotalSeconds,
        };
        foreach (ITrainingObserver observer in Observers)
        {
            observer.OnPretraining(report);
        }

        _reported = Elapsed;
        _training.Start();
    }
}
