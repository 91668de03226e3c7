using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Gives a module what it learns and keeps, by name; the module owns it, whatever dispose scope it was made in.</summary>
internal static class ModuleParts
{
    public static void AddParameter(this Module module, string name, Tensor start)
    {
        Parameter parameter = Parameter(start.DetachFromDisposeScope());
        parameter.DetachFromDisposeScope();
        module.register_parameter(name, parameter);
    }

    public static void AddBuffer(this Module module, string name, Tensor start) => module.register_buffer(name, start.DetachFromDisposeScope());
}
