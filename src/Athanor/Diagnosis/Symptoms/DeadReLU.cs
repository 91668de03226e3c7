using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>Most units of a layer give 0 whatever comes in, and no gradient can bring them back.</summary>
/// <remarks>
/// A unit is dead where no sample of any of the last looks got it above 0. One batch is no proof: many units are silent for most samples and alive all the same. Deep healthy
/// ReLU nets begin with up to half of a layer dead, hence the high bar.
/// </remarks>
internal sealed class DeadReLU : Symptom
{
    /// <summary>Share of a layer's units. AutoTrainer (ICSE 2021) takes 0.7 in a batch; over several batches that would be later.</summary>
    private const double Share = 0.8;

    /// <summary>Looks that must agree: those of the last half of the training, three at least where there are as many.</summary>
    private const double Part = 0.5;

    private const int LeastLooks = 3;

    public override string Code => "dead-relu";

    public override IReadOnlyList<string> CausedBy => ["bad-initialization", "unscaled-data"];

    public override Finding? Look(TrainingSignals signals)
    {
        (WatchedActivation Activation, double Dead, long Since)[] dead = [.. Dead(signals)];
        if (dead.Length == 0)
        {
            return null;
        }

        int activations = signals.Model.Activations.Count(each => each.Kind == FlatPart.Below);
        return new Finding
        {
            Symptom = Code,
            Severity = dead.Any(each => each.Dead > 0.99) ? 0.95 : 0.6,
            SinceStep = dead.Min(each => each.Since),
            Layers = [.. dead.Select(each => each.Activation.Layer)],
            Meaning = $"In {dead.Length} of {activations} ReLU layers {dead.Max(each => each.Dead):P0} of the units give 0 for every sample, and no gradient reaches them any more.",
            Numbers = [.. dead.Select(each => Number($"dead {each.Activation.Layer}", each.Dead))],
            Series = [Series("deadByLook", signals.Looks.Select(look => DeadShare(look.Activations[Place(signals, dead[0].Activation)])))],
            Treatments = Remedies.For(Code),
        };
    }

    /// <summary>Whether some layer is dead altogether, so that a gradient of 0 in front of it is no news.</summary>
    public static bool Explains(TrainingSignals signals) => Dead(signals).Any(each => each.Dead > 0.99);

    private static IEnumerable<(WatchedActivation Activation, double Dead, long Since)> Dead(TrainingSignals signals)
    {
        int take = Math.Max(LeastLooks, (int)(Part * signals.Looks.Count));
        Look[] last = [.. signals.Looks.Skip(Math.Max(0, signals.Looks.Count - take))];
        for (int place = 0; place < signals.Model.Activations.Count; place++)
        {
            WatchedActivation activation = signals.Model.Activations[place];
            bool[][] alive = [.. last.Select(look => look.Activations[place].Alive)];
            if (activation.Kind != FlatPart.Below || activation.IsLast || last.Length == 0 || alive.Any(units => units.Length == 0))
            {
                continue;
            }

            double share = Enumerable.Range(0, alive[0].Length).Count(unit => alive.All(units => !units[unit])) / (double)alive[0].Length;
            if (share >= Share)
            {
                int index = place;
                long since = signals.Looks.Reverse().TakeWhile(look => DeadShare(look.Activations[index]) >= Share).Last().Step;
                yield return (activation, share, since);
            }
        }
    }

    private static double DeadShare(ActivationLook look) => look.Alive.Length == 0 ? 0 : look.Alive.Count(alive => !alive) / (double)look.Alive.Length;

    private static int Place(TrainingSignals signals, WatchedActivation activation) => signals.Model.Activations.TakeWhile(each => each != activation).Count();
}
