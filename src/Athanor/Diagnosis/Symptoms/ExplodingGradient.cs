using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The gradient grows on its way back, through layers or through time, and throws the weights about.</summary>
/// <remarks>
/// <para>Either it is too large from the start, before any learning rate can be blamed: its norm is <see cref="HugeAtStart"/> times the best constant's loss or more, and it
/// grows from the last layer (or step) to the first by <see cref="GrownPowers"/> powers of ten. Or it does so in spikes later: norms <see cref="Spike"/> times
/// the usual, at least <see cref="LeastSpikes"/> of them, after which the loss jumps.</para>
/// <para>Unscaled inputs make large gradients too, but in the first layer only; they are found as what they are.</para>
/// </remarks>
internal sealed class ExplodingGradient : Symptom
{
    /// <summary>Gradient norm per unit of loss at the start. Healthy nets of this library's kinds have 0.1 to 10, batch-normalized ones without shortcuts up to 90.</summary>
    private const double HugeAtStart = 100;

    /// <summary>Growth on the way back, in powers of ten, that widths and kinds of layers do not make.</summary>
    private const double GrownPowers = 1;

    /// <summary>A norm against the running median (Pascanu et al. 2013 clip at 0.5 to 10 times the average norm).</summary>
    private const double Spike = 30;

    private const int LeastSpikes = 3;
    private const int Window = 50;
    private const double Jump = 2;
    /// <summary>Before any learning rate has done anything.</summary>
    private const int Early = 1;

    public override string Code => "exploding-gradient";

    public override IReadOnlyList<string> CausedBy => ["unscaled-data"];

    public override Finding? Look(TrainingSignals signals)
    {
        UpdatePoint[] updates = [.. signals.Updates];
        if (updates.Length == 0)
        {
            return null;
        }

        double scale = Math.Max(Learning.Scale(signals), 1e-6);
        double start = updates[0].GradientNorm;
        double overDepth = signals.Layers.Count < 3 ? 0 : DepthProfile.AtStart(signals, Early).Gained;
        double[] time = signals.Times.Count > 0 ? signals.Times[0].Norms : [];
        double overTime = -DepthProfile.Decay(time);
        bool atStart = (!double.IsFinite(start) || start >= HugeAtStart * scale) && Math.Max(overDepth, overTime) >= GrownPowers;
        // After steps that are too long gradients jump, too; then the rate is to blame.
        long[] spikes = LearningRateTooHigh.StepsAreLong(signals) ? [] : [.. Spikes(updates, scale)];
        bool suffers = signals.Divergence is not null || signals.Progress < Learning.Nothing || spikes.Length > 0;
        if (!(atStart && suffers) && spikes.Length < LeastSpikes)
        {
            return null;
        }

        double[] typical = DepthProfile.Typical([.. signals.Gradients.Take(Early)]);
        double largest = typical.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return new Finding
        {
            Symptom = Code,
            Severity = signals.Divergence is not null || signals.Progress < Learning.Nothing ? 0.95 : 0.6,
            SinceStep = atStart ? 1 : spikes[0],
            Layers = [.. signals.Layers.Where((_, i) => i < typical.Length && !(typical[i] < 0.1 * largest)).Select(layer => layer.Name)],
            Meaning = atStart
                ? $"From the first step on the gradient is {start:G3} large and grows on its way back, so that a step throws the weights far from where the gradient was true."
                : $"{spikes.Length} times the gradient was more than {Spike} times its usual size and the loss jumped after it.",
            Numbers =
            [
                Number("gradientNormAtStart", start),
                Number("gradientNormPerLossAtStart", start / scale),
                Number("powersOfTenGainedOverDepth", overDepth),
                Number("powersOfTenGainedOverTime", overTime),
                Number("spikes", spikes.Length),
                Number("largestNorm", updates.Max(update => update.GradientNorm)),
            ],
            Series =
            [
                Series("log10GradientNormByUpdate", updates.Select(update => DepthProfile.Log(update.GradientNorm))),
                Series("log10GradientByLayer", typical.Select(DepthProfile.Log)),
                .. time.Length > 0 ? new[] { Series("log10GradientByTime", time.Select(DepthProfile.Log)) } : [],
            ],
            Treatments = Remedies.For(Code),
        };
    }

    /// <summary>Updates whose gradient was far above the median of those before, and after which the loss was above <see cref="Jump"/> times the median and a tenth of the scale.</summary>
    private static IEnumerable<long> Spikes(UpdatePoint[] updates, double scale)
    {
        for (int i = Window; i + 1 < updates.Length; i++)
        {
            double norm = updates[i].GradientNorm;
            // The median costs a sort: asked only where the norm has just risen.
            if (!(norm > 1e-6) || norm < updates[i - 1].GradientNorm)
            {
                continue;
            }

            ArraySegment<UpdatePoint> before = new(updates, i - Window, Window);
            if (norm > Spike * DepthProfile.Median(before.Select(update => update.GradientNorm)))
            {
                double usual = DepthProfile.Median(before.Select(update => update.Loss));
                if (updates[i + 1].Loss > (Jump * usual) + (0.1 * scale))
                {
                    yield return updates[i].Step;
                }
            }
        }
    }
}
