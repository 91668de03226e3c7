using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The root of the mean squared error, in units of the target.</summary>
/// <remarks>Prediction and target of one shape (or with one axis of 1 more), all elements as one set.</remarks>
[Spec("rmse")]
public sealed record RootMeanSquareError : MetricSpec
{
    /// <inheritdoc/>
    public override string Key => "rmse";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    /// <inheritdoc/>
    public override MetricAccumulator Start(TaskInfo task) => new MeanAccumulator(static (prediction, target) => Errors(prediction, target).square(), Math.Sqrt);

    private static Tensor Errors(Tensor prediction, Tensor target) =>
        prediction.to_type(ScalarType.Float64).reshape(target.shape) - target;
}
