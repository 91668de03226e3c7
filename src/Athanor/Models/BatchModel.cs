using Athanor.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>Adapts any module to <see cref="IBatchModel"/>.</summary>
public static class BatchModel
{
    /// <summary>The module itself where it reads batches; a <c>Module&lt;Tensor, Tensor&gt;</c> reads the batch's inputs.</summary>
    /// <exception cref="ArgumentException">The module is neither.</exception>
    public static IBatchModel Of(Module module) => module switch
    {
        IBatchModel model => model,
        Module<Tensor, Tensor> model => new OverInputs(model),
        _ => throw new ArgumentException($"{module.GetName()} is neither an IBatchModel nor a Module<Tensor, Tensor>; implement one of them", nameof(module)),
    };

    private sealed class OverInputs(Module<Tensor, Tensor> module) : IBatchModel
    {
        public Outputs Forward(Batch batch) => new(module.call(batch.Inputs));
    }
}
