using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>Most outputs of a sigmoid or tanh layer lie in its flat parts, where the slope is below 5 % of the largest.</summary>
/// <remarks>
/// A net that has learned is often saturated and well: what counts is a layer that is so in most looks while the training loss stays high.
/// </remarks>
internal sealed class SaturatedActivation : Symptom
{
    /// <summary>Share of a layer's outputs. Glorot &amp; Bengio 2010 find layers that stay there for long at 0.7 and more.</summary>
    private const double Share = 0.7;

    private const double ShareOfLooks = 0.5;

    /// <summary>A loss that has come so far is not held back.</summary>
    private const double Learned = 0.5;

    public override string Code => "saturated-activation";

    public override Finding? Look(TrainingSignals signals)
    {
        if (signals.Progress > Learned)
        {
            return null;
        }

        int[] places =
        [
            .. Enumerable.Range(0, signals.Model.Activations.Count).Where(place =>
                signals.Model.Activations[place].Kind is FlatPart.OutsideUnit or FlatPart.OutsideSymmetric && !signals.Model.Activations[place].IsLast
                && signals.Looks.Count > 0 && signals.Looks.Count(look => look.Activations[place].Flat >= Share) >= ShareOfLooks * signals.Looks.Count),
        ];
        if (places.Length == 0)
        {
            return null;
        }

        double share = places.Max(place => DepthProfile.Median(signals.Looks.Select(look => look.Activations[place].Flat)));
        return new Finding
        {
            Symptom = Code,
            Severity = signals.Progress < Learning.Nothing ? 0.9 : 0.5,
            SinceStep = signals.Looks.First(look => look.Activations[places[0]].Flat >= Share).Step,
            Layers = [.. places.Select(place => signals.Model.Activations[place].Layer)],
            Meaning = $"{share:P0} of the outputs of {places.Length} layer{(places.Length == 1 ? "" : "s")} lie where the activation is flat, so that hardly any gradient passes.",
            Numbers = [.. places.Select(place => Number($"flat {signals.Model.Activations[place].Layer}", DepthProfile.Median(signals.Looks.Select(look => look.Activations[place].Flat))))],
            Series = [Series("flatByLook", signals.Looks.Select(look => look.Activations[places[0]].Flat))],
            Treatments = Remedies.For(Code),
        };
    }
}
