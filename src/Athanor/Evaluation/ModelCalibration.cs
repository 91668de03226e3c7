using Athanor.Data;
using Athanor.Recording;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Evaluation;

/// <summary>A classifier's calibration before and after temperature scaling: fitted on the validation part, judged on the test part.</summary>
/// <param name="Scaling">What was fitted, and how far it brought the validation part's log loss.</param>
/// <param name="Before">The test part at T = 1.</param>
/// <param name="After">The test part at the fitted temperature.</param>
public sealed record ModelCalibration(TemperatureScaling Scaling, CalibrationSide Before, CalibrationSide After)
{
    /// <summary>Fits and judges.</summary>
    /// <param name="predictor">The model, of which the logits are taken as they are, whatever its own temperature.</param>
    /// <param name="data">The recipe's own data, as <see cref="Predictor.OwnData"/> gives them.</param>
    /// <param name="bins">Bins of the reliability diagram. Default 15.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="RecipeException">There are no classes, or no validation or test part.</exception>
    public static ModelCalibration Of(Predictor predictor, DataSplit data, int bins = Calibration.DefaultBins, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(data);
        TaskInfo task = predictor.Task;
        if (task.Kind == TaskKind.Regression || task is { Kind: TaskKind.Binary, Outputs: > 1 })
        {
            throw new RecipeException("no-classes", "", "calibration is of classes that exclude each other, or of one yes or no; this model gives something else");
        }

        LabelledLogits validation = Ask(predictor, data.Validation, "validation", cancellation);
        LabelledLogits test = Ask(predictor, data.Test, "test", cancellation);
        var scaling = TemperatureScaling.Fit(validation);
        return new ModelCalibration(scaling, CalibrationSide.Of(test, 1, bins), CalibrationSide.Of(test, scaling.Temperature, bins));
    }

    private static LabelledLogits Ask(Predictor predictor, Dataset? samples, string part, CancellationToken cancellation)
    {
        if (samples is null)
        {
            throw new RecipeException("empty-part", "split", $"there is no {part} part; calibration is fitted on validation and judged on test: give both a share");
        }

        using IDisposable scope = NewDisposeScope();
        Tensor labels = samples.Gather(arange(samples.Count, ScalarType.Int64)).Target;
        return new LabelledLogits(predictor.Predict(samples, cancellation).Logits, labels);
    }
}
