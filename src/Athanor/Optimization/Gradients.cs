using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>Reads what backward left at parameters.</summary>
internal static class Gradients
{
    /// <summary>The parameters that have a gradient, and their gradients, which belong to the current dispose scope.</summary>
    public static (Tensor[] Parameters, Tensor[] Gradients) Of(IEnumerable<Parameter> parameters)
    {
        var present = new List<Tensor>();
        var gradients = new List<Tensor>();
        foreach (Parameter parameter in parameters)
        {
            if (parameter.grad is { } gradient)
            {
                present.Add(parameter);
                gradients.Add(gradient);
            }
        }

        return ([.. present], [.. gradients]);
    }
}
