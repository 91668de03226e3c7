namespace Athanor.Evaluation;

/// <summary>What a classifier is like at one temperature.</summary>
/// <param name="Temperature">What logits are divided by.</param>
/// <param name="Accuracy">The share of right answers.</param>
/// <param name="LogLoss">Mean negative log-likelihood, nats.</param>
/// <param name="Calibration">The expected calibration error and its bins.</param>
public sealed record CalibrationSide(double Temperature, double Accuracy, double LogLoss, Calibration Calibration)
{
    internal static CalibrationSide Of(LabelledLogits samples, double temperature, int bins) =>
        new(temperature, samples.Accuracy, samples.LogLoss(temperature), Calibration.Of(samples, bins, temperature));
}
