using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Treatments;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>Inputs or targets far from mean 0 and spread 1, where initial weights and learning rates expect them.</summary>
/// <remarks>Source: LeCun et al. 1998, "Efficient BackProp", 4.3. Pixels from 0 to 255 are beyond the bounds, pixels from 0 to 1, 0 to 16 and bag-of-words counts are not.</remarks>
internal sealed class UnscaledData : Symptom
{
    private const double LargestSize = 20;
    private const double LeastSize = 0.01;

    /// <summary>Largest ÷ smallest spread of features: the curvatures differ by its square.</summary>
    private const double SpreadRatio = 300;

    private const double LargestTarget = 50;

    public override string Code => "unscaled-data";

    public override Finding? Look(TrainingSignals signals)
    {
        DataFacts data = signals.Data;
        string? what = data switch
        {
            { LargestStd: > LargestSize } or { LargestMean: > LargestSize } => $"Inputs reach a mean of {data.LargestMean:G3} and a spread of {data.LargestStd:G3}",
            { InputRms: > 0 and < LeastSize } => $"Inputs are as small as {data.InputRms:G3}",
            { SpreadRatio: > SpreadRatio } => $"The spreads of input features differ by a factor of {data.SpreadRatio:G3}",
            { TargetStd: > LargestTarget } => $"Targets have a mean of {data.TargetMean:G3} and a spread of {data.TargetStd:G3}",
            _ when Math.Abs(data.TargetMean) > LargestTarget => $"Targets have a mean of {data.TargetMean:G3} and a spread of {data.TargetStd:G3}",
            _ => null,
        };
        return what is null ? null : new Finding
        {
            Symptom = Code,
            Severity = signals.Progress > 0.5 ? 0.3 : 0.8,
            Layers = signals.Layers.Count > 0 ? [signals.Layers[0].Name] : [],
            Meaning = what + ", but initial weights and learning rates are made for numbers around 0 with a spread around 1.",
            Numbers =
            [
                Number("largestInputMean", data.LargestMean),
                Number("largestInputStd", data.LargestStd),
                Number("inputRms", data.InputRms),
                Number("spreadRatio", data.SpreadRatio),
                Number("targetMean", data.TargetMean),
                Number("targetStd", data.TargetStd),
            ],
            Treatments = Remedies.For(Code),
        };
    }
}
