using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The loss goes up and down by much more than single batches' noise, and gets nowhere.</summary>
/// <remarks>Judged by means over twentieths of the training, so that batches' noise is gone, in units of the best constant's loss, so that wobbling near 0 is none.</remarks>
internal sealed class OscillatingLoss : Symptom
{
    /// <summary>Mean change from one piece to the next, as a share of the scale.</summary>
    private const double Swing = 0.1;

    /// <summary>Share of changes that turn back. A falling loss has none, noise two thirds.</summary>
    private const double Turns = 0.4;

    private const double Settled = 3;

    /// <summary>A training that comes so far gets somewhere, by whatever way.</summary>
    private const double Learned = 0.5;

    public override string Code => "oscillating-loss";

    public override IReadOnlyList<string> CausedBy => ["exploding-gradient", "unscaled-data", "loss-output-mismatch", "tiny-batch-norm"];

    public override Finding? Look(TrainingSignals signals)
    {
        double[] course = [.. Learning.Course(signals).Skip(4)];
        if (course.Length < 8)
        {
            return null;
        }

        double scale = Learning.Scale(signals);
        double[] changes = [.. course.Zip(course.Skip(1), (one, next) => next - one)];
        double swing = changes.Average(Math.Abs);
        double turns = changes.Zip(changes.Skip(1), (one, next) => one * next < 0 ? 1.0 : 0).Average();
        double net = Math.Abs(course[^1] - course[0]);
        if (swing < Swing * scale || turns < Turns || net > Settled * swing || signals.Progress > Learned)
        {
            return null;
        }

        return new Finding
        {
            Symptom = Code,
            Severity = 0.6,
            SinceStep = signals.Updates[signals.Updates.Count / 5].Step,
            Meaning = $"From twentieth to twentieth of the training the mean loss changes by {swing / scale:P0} of a constant answer's, and turns back {turns:P0} of the time.",
            Numbers = [Number("swing", swing), Number("turns", turns), Number("constantLoss", signals.Chance), Number("learningRate", signals.Updates[^1].LearningRate)],
            Series = [Series("lossByTwentieth", course)],
            Treatments = Remedies.For(Code),
        };
    }
}
