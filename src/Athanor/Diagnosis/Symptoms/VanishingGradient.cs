using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;
using Athanor.Optimization;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>The gradient shrinks from layer to layer on its way back, and the first layers stop learning.</summary>
/// <remarks>
/// <para>Asked of the training alone, never of the validation part: (1) the line through log gradient over depth loses at least <see cref="LostPowers"/> powers of ten
/// in at least <see cref="ShareOfLooks"/> of the looks and of the last quarter's; (2) the first layers' weights stand still against the last ones', or the training loss
/// has not left the best constant's.</para>
/// <para>Over time, in recurrent nets: the same of ‖∂L/∂h_t‖ while nothing is learned.</para>
/// <para>Where the net recovers by itself within half of the training, or Adam's division makes up for small gradients and the loss falls, nothing is reported.</para>
/// </remarks>
internal sealed class VanishingGradient : Symptom
{
    /// <summary>Glorot &amp; Bengio 2010 show trainable nets within a factor of about 10 over 5 layers; three powers of ten are beyond what widths and kinds of layers make.</summary>
    private const double LostPowers = 3;

    /// <summary>As <see cref="LostPowers"/>, over the steps of a sequence: beyond what the answer's place in the last steps makes.</summary>
    private const double LostPowersOverTime = 4;

    /// <summary>How long it must last: a net that only starts slowly is not ill.</summary>
    private const double ShareOfLooks = 0.5;

    /// <summary>A layer whose relative update is below this share of the largest has stopped (AutoTrainer's ratio of the first to the last layer's gradient is 0.001).</summary>
    private const double Stopped = 1e-3;

    /// <summary>Loss below the best constant's, as a share of it, from which on something is learned.</summary>
    private const double LeastProgress = 0.1;

    /// <summary>Momentum and rounding around what weight decay alone would do.</summary>
    private const double DecayTolerance = 1.05;

    private const int LeastLayers = 3;

    public override string Code => "vanishing-gradient";

    public override Finding? Look(TrainingSignals signals) => OverDepth(signals) ?? OverTime(signals);

    private Finding? OverDepth(TrainingSignals signals) => OverDepth(signals, signals.Gradients, "Gradient") ?? OverDepth(signals, DepthProfile.OfOutputs(signals), "OutputGradient");

    /// <param name="signals">What was seen.</param>
    /// <param name="profiles">Gradients by the layers' weights, or by their outputs: where signals fade on their way in, too, those of weights are alike all over.</param>
    /// <param name="what">What the profiles are of.</param>
    private Finding? OverDepth(TrainingSignals signals, IEnumerable<GradientLook> profiles, string what)
    {
        GradientLook[] looks = [.. profiles.Where(look => look.Largest > 0 && double.IsFinite(look.Largest))];
        if (signals.Layers.Count < LeastLayers || looks.Length < 2 || DeadReLU.Explains(signals))
        {
            return null;
        }

        bool[] vanished = [.. looks.Select(look => DepthProfile.Decay(look.Gradients) >= LostPowers)];
        if (!Mostly(vanished) || !Mostly(vanished.AsSpan(vanished.Length * 3 / 4)))
        {
            return null;
        }

        double[] typical = DepthProfile.Typical([.. looks.Where((_, i) => vanished[i])]);
        double[] updates = [.. Enumerable.Range(0, signals.Layers.Count).Select(layer => DepthProfile.Median(signals.Looks.Select(look => Learned(signals, look.Layers[layer]))))];
        double largestUpdate = updates.Max();
        bool stopped = updates[0] < Stopped * largestUpdate;
        if (!stopped && !(signals.Progress < LeastProgress))
        {
            return null;
        }

        int[] layers = [.. Enumerable.Range(0, signals.Layers.Count).Where(layer => updates[layer] < Stopped * largestUpdate)];
        if (layers.Length == 0)
        {
            double most = typical.Max();
            layers = [.. Enumerable.Range(0, typical.Length).Where(layer => typical[layer] < Stopped * most)];
        }

        double decay = DepthProfile.Decay(typical);
        return new Finding
        {
            Symptom = Code,
            Severity = signals.Progress < LeastProgress ? 1 : 0.6,
            SinceStep = looks[Array.LastIndexOf(vanished, false) + 1 is var first && first < looks.Length ? first : 0].Step,
            Layers = [.. layers.Select(layer => signals.Layers[layer].Name)],
            Meaning = $"The gradient loses {decay:0.#} powers of ten between the last layer and the first, so that {layers.Length} of {signals.Layers.Count} layers no longer learn.",
            Numbers =
            [
                Number("powersOfTenLost", decay),
                Number("factorPerLayer", Math.Pow(10, -decay / (signals.Layers.Count - 1))),
                Number($"firstLayer{what}", typical[0]),
                Number($"lastLayer{what}", typical[^1]),
                Number("firstLayerUpdate", updates[0]),
                Number("lastLayerUpdate", updates[^1]),
                Number("shareOfLooks", vanished.Average(each => each ? 1.0 : 0)),
            ],
            Series = [Series($"log10{what}ByLayer", typical.Select(DepthProfile.Log)), Series("powersOfTenLostByLook", looks.Select(look => DepthProfile.Decay(look.Gradients)))],
            Treatments = Remedies.For(Code),
        };
    }

    private Finding? OverTime(TrainingSignals signals)
    {
        if (signals.Times.Count == 0 || !(signals.Progress < LeastProgress))
        {
            return null;
        }

        double[] lost = [.. signals.Times.Select(look => DepthProfile.Decay(look.Norms))];
        if (lost[^1] < LostPowersOverTime || lost.Count(each => each >= LostPowersOverTime) < ShareOfLooks * lost.Length)
        {
            return null;
        }

        double[] norms = signals.Times[^1].Norms;
        return new Finding
        {
            Symptom = Code,
            Severity = 0.9,
            SinceStep = signals.Times[Array.FindLastIndex(lost, each => each < LostPowersOverTime) + 1].Step,
            Layers = [signals.Layers[0].Name],
            Meaning = $"Over {norms.Length} steps of a sequence the gradient loses {lost[^1]:0.#} powers of ten, so that what stood early in it can't be learned.",
            Numbers =
            [
                Number("powersOfTenLost", lost[^1]),
                Number("factorPerStep", Math.Pow(10, -lost[^1] / (norms.Length - 1))),
                Number("firstStepGradient", norms[0]),
                Number("lastStepGradient", norms[^1]),
            ],
            Series = [Series("log10GradientByTime", norms.Select(DepthProfile.Log)), Series("powersOfTenLostByLook", lost)],
            Treatments = Remedies.For(Code),
        };
    }

    /// <summary>What of a layer's update the loss asked for: weight decay moves weights that no gradient reaches, too.</summary>
    private static double Learned(TrainingSignals signals, LayerLook layer)
    {
        double decay = signals.Recipe.Optimizer switch
        {
            AdamW { WeightDecay: var rate } => rate,
            Sgd { WeightDecay: var rate } => rate,
            _ => 0,
        };
        return Math.Max(0, layer.UpdateRatio - (DecayTolerance * decay * signals.Recipe.Optimizer.Lr));
    }

    private static bool Mostly(ReadOnlySpan<bool> looks)
    {
        int count = 0;
        foreach (bool look in looks)
        {
            count += look ? 1 : 0;
        }

        return count >= ShareOfLooks * looks.Length;
    }
}
