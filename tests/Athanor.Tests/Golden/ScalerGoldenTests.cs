using Athanor.Optimization;

namespace Athanor.Tests.Golden;

/// <summary>golden/optim/scaler.json: PyTorch 2.13, <c>torch.amp.GradScaler</c>.</summary>
[Trait("Category", "Golden")]
public sealed class ScalerGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("optim", "scaler");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_loss_scale_moves_as_PyTorch_s_does(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        Assert.Equal("dynamic-loss-scale", golden.Kind);
        DynamicLossScale scale = New(golden);
        var (scales, trackers, skipped) = (new List<double>(), new List<int>(), new List<bool>());
        foreach (bool found in golden.Options.GetProperty("foundInf").EnumerateArray().Select(item => item.GetBoolean()))
        {
            long before = scale.Skipped;
            scale.Update(found);
            skipped.Add(scale.Skipped > before);

            // Through a checkpoint after every step.
            DynamicLossScale resumed = New(golden);
            resumed.RestoreState(scale.SaveState());
            scale = resumed;
            scales.Add(scale.Scale);
            trackers.Add(scale.GrowthTracker);
        }

        GoldenAssert.Agrees(golden, new { scale = scales, growthTracker = trackers, skipped }, GoldenTolerance.Optim);
    }

    private static DynamicLossScale New(GoldenCase golden) => new(
        golden.Options.GetProperty("initScale").AsDouble(), golden.Options.GetProperty("growthFactor").AsDouble(),
        golden.Options.GetProperty("backoffFactor").AsDouble(), golden.Options.Int("growthInterval"));
}
