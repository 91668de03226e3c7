namespace Athanor.Evaluation;

/// <summary>One number by which all logits are divided, so that confidence is as high as the hits deserve; no class changes (Guo et al. 2017, §4.2).</summary>
/// <param name="Temperature">T: above 1 where the classifier was too sure of itself, below 1 where not sure enough.</param>
/// <param name="LogLossBefore">Mean negative log-likelihood of the samples it was fitted on, at T = 1; nats.</param>
/// <param name="LogLossAfter">The same at <paramref name="Temperature"/>: the least that can be reached so.</param>
public sealed record TemperatureScaling(double Temperature, double LogLossBefore, double LogLossAfter)
{
    /// <summary>The smallest and largest temperature that is looked at: where all is right, or nothing is, the best would be 0 or infinite.</summary>
    public const double Smallest = 1e-3;

    /// <inheritdoc cref="Smallest"/>
    public const double Largest = 1e3;

    private const double Precision = 1e-12;

    /// <summary>Fits the temperature, on samples that the model did not learn from.</summary>
    /// <remarks>In 1/T the log loss is convex: its derivative, mean of E_p[x] − x_label, has one zero, found by bisection in double precision.</remarks>
    public static TemperatureScaling Fit(LabelledLogits samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        double low = Math.Log(1 / Largest), high = Math.Log(1 / Smallest);
        while (high - low > Precision)
        {
            double middle = (low + high) / 2;
            if (Slope(samples, Math.Exp(middle)) < 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        double temperature = Math.Exp(-(low + high) / 2);
        return new TemperatureScaling(temperature, samples.LogLoss(), samples.LogLoss(temperature));
    }

    /// <summary>How the log loss grows with 1/T.</summary>
    private static double Slope(LabelledLogits samples, double inverse)
    {
        double slope = 0;
        foreach ((double[] logits, int label) in samples.Samples)
        {
            double[] probabilities = Logits.Softmax(logits, 1 / inverse);
            for (int i = 0; i < logits.Length; i++)
            {
                slope += probabilities[i] * (logits[i] - logits[label]);
            }
        }

        return slope;
    }
}
