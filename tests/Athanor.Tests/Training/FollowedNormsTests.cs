using Athanor.Data;
using Athanor.Optimization;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class FollowedNormsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_norm_is_remembered_once_an_update_however_many_batches_it_has(int accumulation)
    {
        (long norms, long steps, long? skipped) = Train(Recipes.Small with { Clipping = new AutoClip(), Accumulation = accumulation });
        Assert.Equal(steps, norms);
        Assert.Null(skipped);
    }

    [Fact]
    public void An_update_that_fp16_skips_leaves_no_norm()
    {
        (long norms, long steps, long? skipped) = Train(Recipes.Small with { Clipping = new AutoClip(), Precision = new Fp16 { InitScale = Math.ScaleB(1, 20) } });
        Assert.InRange(skipped!.Value, 1, steps - 1);
        Assert.Equal(steps - skipped, norms);
    }

    private static (long Norms, long Steps, long? Skipped) Train(Recipe recipe)
    {
        using DataSplit data = TrainingData.Prepare(recipe, new DataContext("."));
        using var trainer = new Trainer(recipe, data);
        trainer.Run(TestContext.Current.CancellationToken);
        using DisposeScope scope = NewDisposeScope();
        return (trainer.Session.SaveState().Tensors["clipping/main/norms"].numel(), trainer.Session.Steps, trainer.Session.SkippedSteps);
    }
}
