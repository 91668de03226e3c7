using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>Weights that start alike, or so small or large that what passes through fades or blows up from layer to layer.</summary>
/// <remarks>
/// The scale is judged by std × √fan-in, the factor by which a layer changes the size of what passes: usual initializations lie between 0.58 (PyTorch's) and 1.41
/// (Kaiming). A factor outside the usual is an illness only with its consequence: signals that vanish over depth, or a first loss far above the best constant's.
/// Layers that a normalization follows don't count, since it undoes their scale.
/// </remarks>
internal sealed class BadInitialization : Symptom
{
    /// <summary>A third of PyTorch's default factor.</summary>
    private const double LeastFactor = 0.2;

    /// <summary>Above Kaiming's for ReLU, 1.41, and Xavier's with tanh's gain, 1.67.</summary>
    private const double GreatestFactor = 2;

    /// <summary>First loss ÷ the best constant's: an untrained net should be about as good as a constant.</summary>
    private const double FirstLoss = 3;

    private const double LostPowers = 2;
    private const int LeastLayers = 3;
    private const int Early = 3;

    public override string Code => "bad-initialization";

    public override Finding? Look(TrainingSignals signals)
    {
        WatchedLayer[] alike = [.. signals.Layers.Where(layer => layer.Symmetric && layer != signals.Layers[^1])];
        if (alike.Length > 0)
        {
            return Found(signals, alike, 1, $"All units of {alike.Length} layer{(alike.Length == 1 ? "" : "s")} start alike, get the same gradient and stay alike: each layer is one unit wide.");
        }

        double first = signals.Updates.Take(Early).Select(update => update.Loss).DefaultIfEmpty(double.NaN).Average();
        double scale = Learning.Scale(signals);
        WatchedLayer[] large = [.. signals.Layers.Where(layer => !layer.Normalized && layer.Gain > GreatestFactor)];
        if (large.Length > 0 && !(first < FirstLoss * scale))
        {
            return Found(signals, large, 0.7, $"Weights of {large.Length} layer{(large.Length == 1 ? "" : "s")} start so large that the first loss is {first / scale:G3} times that of a constant answer.");
        }

        WatchedLayer[] small = [.. signals.Layers.Where(layer => !layer.Normalized && layer.Gain < LeastFactor)];
        double lost = DepthProfile.AtStart(signals, Early).Lost;
        bool fades = signals.Layers.Count >= LeastLayers && lost >= LostPowers;
        return small.Length >= LeastLayers - 1 && fades && signals.Progress < Learning.Nothing * 2
            ? Found(signals, small, 0.8, $"Weights of {small.Length} layers start so small that hardly anything of the input, or of the gradient, comes through.")
            : null;
    }

    private Finding Found(TrainingSignals signals, WatchedLayer[] layers, double severity, string meaning) => new()
    {
        Symptom = Code,
        Severity = severity,
        Layers = [.. layers.Select(layer => layer.Name)],
        Meaning = meaning,
        Numbers =
        [
            Number("leastFactor", layers.Min(layer => layer.Gain)),
            Number("greatestFactor", layers.Max(layer => layer.Gain)),
            Number("firstLoss", signals.Updates.Select(update => update.Loss).FirstOrDefault(double.NaN)),
            Number("constantLoss", signals.Chance),
        ],
        Series = [Series("factorByLayer", signals.Layers.Select(layer => layer.Gain))],
        Treatments = Remedies.For(Code),
    };
}
