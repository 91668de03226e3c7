using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Guide.Tests;

public static class UseCauchy
{
    public static Tensor ByItself(Tensor prediction, Tensor target, Tensor mask) =>
        new CauchyLoss { Scale = 0.5 }.Reduce(new LossInput(prediction, target, mask), Reduction.Mean);

    public static Recipe InARecipe() => new()
    {
        Data = new Airline(),
        Model = new MlpSpec { Hidden = [32] },
        Loss = new CauchyLoss { Scale = 0.5 },
        Optimizer = new AdamW { Lr = 0.01 },
        Epochs = 100,
    };
}
