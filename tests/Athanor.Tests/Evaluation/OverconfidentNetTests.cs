using Athanor.Data;
using Athanor.Data.Formats;
using Athanor.Evaluation;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Tests.Data;
using Athanor.Tests.Data.Formats;
using Athanor.Tests.Recording;
using Athanor.Tests.Training;
using Athanor.Training;

namespace Athanor.Tests.Evaluation;

/// <summary>What temperature scaling promises, on the example that the guide shows.</summary>
[Collection(AloneInProcess.Name)]
[Trait("Category", "Slow")]
public sealed class OverconfidentNetTests
{
    [Fact]
    public void Temperature_scaling_halves_the_calibration_error_on_mnist_at_least_and_keeps_the_accuracy()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = SpecReader.Load<Recipe>(ProjectRoot.At("examples", "overconfident.yaml"));
        Assert.IsType<IdxData>(recipe.Data);
        recipe = recipe with { Data = RealData.Present(RealData.Mnist) };
        string checkpoint;
        using (var store = new PlacedStore(Path.Combine(folder.Context.BaseFolder, "runs.db")))
        {
            checkpoint = RecordedTraining.Run(recipe, folder.Context, store, cancellation: TestContext.Current.CancellationToken).Checkpoint!;
        }

        using Predictor predictor = Predictor.Load(checkpoint);
        using DataSplit own = predictor.OwnData();
        var calibration = ModelCalibration.Of(predictor, own, cancellation: TestContext.Current.CancellationToken);

        Assert.True(calibration.Scaling.Temperature > 1.5, $"{calibration.Scaling.Temperature}: the net is not overconfident");
        Assert.True(calibration.Before.Calibration.Error > 0.02, $"{calibration.Before.Calibration.Error}: there is no error to lower");
        Assert.InRange(calibration.After.Calibration.Error, 0, 0.5 * calibration.Before.Calibration.Error);
        Assert.Equal(calibration.Before.Accuracy, calibration.After.Accuracy);
        Assert.True(calibration.After.Accuracy > 0.9);
    }
}
