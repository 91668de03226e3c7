using Athanor.Data;
using Athanor.Models;
using Athanor.Native;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Training;

/// <summary>A model whose forward pass runs under autocast and whose outputs come back in float32, so that loss and metrics never see less.</summary>
internal sealed class AutocastModel : IBatchModel
{
    private readonly IBatchModel _model;
    private readonly DeviceType _device;
    private readonly ScalarType _type;

    private AutocastModel(IBatchModel model, DeviceType device, ScalarType type) => (_model, _device, _type) = (model, device, type);

    /// <summary>The module as the recipe's precision wants it run; in fp32 as it is.</summary>
    /// <exception cref="RecipeException">This system or device can't, or the module can't on it.</exception>
    public static IBatchModel Over(Module module, PrecisionSpec precision, Device device)
    {
        IBatchModel model = BatchModel.Of(module);
        if (precision.Type is not { } type)
        {
            return model;
        }

        var at = RecipePath.Root.Key("precision");
        if (Autocast.WhyNot is { } why)
        {
            throw at.Refusal("no-autocast", $"{why}, so only precision: fp32 works here");
        }

        // oneDNN ends the process on such a layer; the built-in model knows, and computes it in float32.
        if (device.type == DeviceType.CPU && type == ScalarType.Float16 && module is not Recurrent && module.modules().Any(part => part is TorchSharp.Modules.LSTM))
        {
            throw at.Refusal("unsupported-precision", "an LSTM can't compute in fp16 on the CPU; write precision: bf16 or fp32");
        }

        return new AutocastModel(model, device.type, type);
    }

    public Outputs Forward(Batch batch)
    {
        Outputs outputs;
        using (Autocast.Enter(_device, _type))
        {
            outputs = _model.Forward(batch);
        }

        return outputs.Others.Count == 0
            ? new Outputs(InFloat32(outputs.Prediction))
            : new Outputs(InFloat32(outputs.Prediction)) { Others = outputs.Others.ToDictionary(other => other.Key, other => InFloat32(other.Value), StringComparer.Ordinal) };
    }

    private static Tensor InFloat32(Tensor tensor) => tensor.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? tensor.to_type(ScalarType.Float32) : tensor;
}
