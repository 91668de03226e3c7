using Athanor.Recording;
using Athanor.Training;

namespace Athanor.Diagnosis.Repairs;

/// <summary>What a repair is measured by: the share of the best constant answer's loss that is left at the end, in evaluation mode.</summary>
/// <remarks>A share, because a treatment may change the loss itself.</remarks>
internal static class LossLeft
{
    /// <summary>The best constant's loss on the training part, in a trial's metrics.</summary>
    public const string Constant = "constant/train/loss";

    /// <summary>The share on the training part, or on the validation part where that is what was found.</summary>
    public static double Of(RunStatus status, IReadOnlyDictionary<string, double> metrics, bool onValidation)
    {
        string part = onValidation ? MetricNames.Validation : MetricNames.Train;
        double loss = metrics.GetValueOrDefault(MetricNames.Of(part, MetricNames.Loss), double.NaN);
        if (status is not (RunStatus.Completed or RunStatus.Stopped) || !double.IsFinite(loss))
        {
            return double.PositiveInfinity;
        }

        double constant = metrics.GetValueOrDefault(MetricNames.Of(MetricNames.Constant, MetricNames.Of(part, MetricNames.Loss)), double.NaN);
        return constant > 0 && double.IsFinite(constant) ? loss / constant : loss;
    }

    /// <summary>In words, for people.</summary>
    public static string Name(bool onValidation) => $"{(onValidation ? MetricNames.Validation : MetricNames.Train)} loss ÷ best constant's";
}
