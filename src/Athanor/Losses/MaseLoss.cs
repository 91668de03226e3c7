using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The mean absolute scaled error: 1 is as good as the seasonal naive forecast was within each series' own past.</summary>
/// <remarks>
/// <para>|A − F|/s, with s each series' own mean of |x_t − x_{t−frequency}| over its in-sample part; where the quotient is not finite (a constant past) it counts as 0.</para>
/// <para>
/// Prediction and target: [series, …], usually [series, time]. Reads <c>insample</c>, [series, past], longer than the frequency. Terms: one a place; counted: all places,
/// masked ones too, so that the mean runs over batch × time.
/// </para>
/// <para>Source: Hyndman &amp; Koehler 2006; N-BEATS' reference code (Oreshkin et al. 2020).</para>
/// </remarks>
[Spec("mase")]
public sealed record MaseLoss : LossSpec
{
    /// <summary>The name of the series' past among the batch's fields.</summary>
    public const string InSample = "insample";

    /// <summary>How many steps a season has: 24 for hours of a day, 12 for months, 1 for none. Default 1; at least 1.</summary>
    public int Frequency { get; init; } = 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => [InSample];

    /// <inheritdoc/>
    public override void CheckTargets(Batch samples, TaskInfo task, RecipePath at)
    {
        if (samples.TryGet(InSample, out Tensor? past))
        {
            at.Require(past.dim() == 2 && past.shape[1] > Frequency, TooShort(past), nameof(Frequency));
        }

        base.CheckTargets(samples, task, at);
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.AtLeast(Frequency, 1);

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        Tensor past = x[InSample];
        if (past.dim() != 2 || past.shape[1] <= Frequency)
        {
            throw new RecipeException("shape", Place, TooShort(past));
        }

        return past.shape[0] == x.Prediction.shape[0] ? base.Fit(x) : throw Differ("prediction", x.Prediction, InSample, past);
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor past = x[InSample].to_type(x.Prediction.dtype);
        long pairs = past.shape[1] - Frequency;
        Tensor scale = (past.narrow(1, Frequency, pairs) - past.narrow(1, 0, pairs)).abs().mean([1]);
        Tensor quotient = Places.Align(1 / scale, x.Prediction, "scale");
        Tensor finite = quotient.isfinite();
        Tensor error = (x.Prediction - x.Target).abs() * where(finite, quotient, zeros_like(quotient));
        return x.OverAllPlaces(where(finite, error, zeros_like(error)));
    }

    private string TooShort(Tensor past) =>
        $"the in-sample part {Places.Describe(past)} must be [series, past] and longer than the frequency {Frequency}";
}
