using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>Sorts parameters into groups as an optimizer's options ask.</summary>
public static class ParameterGroups
{
    /// <summary>The groups of the parameters of <paramref name="module"/> that require a gradient, by their dotted names.</summary>
    public static IReadOnlyList<ParameterGroup> For(nn.Module module, OptimizerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(module);
        return For(module.named_parameters().Where(item => item.parameter.requires_grad).Select(item => (item.name, item.parameter)), spec);
    }

    /// <summary>
    /// One group, or two where <see cref="OptimizerSpec.DecayBiasesAndNorms"/> is off: first what weight decay takes hold of, then the
    /// parameters of at most one dimension (biases, weights of normalizations), without decay.
    /// </summary>
    public static IReadOnlyList<ParameterGroup> For(IEnumerable<(string Name, Parameter Parameter)> parameters, OptimizerSpec spec)
    {
        (string Name, Parameter Parameter)[] all = [.. parameters];
        if (spec.DecayBiasesAndNorms)
        {
            return [new ParameterGroup(all)];
        }

        ILookup<bool, (string Name, Parameter Parameter)> decays = all.ToLookup(item => item.Parameter.dim() > 1);
        ParameterGroup[] groups =
        [
            new ParameterGroup([.. decays[true]]),
            new ParameterGroup([.. decays[false]]) { WeightDecay = 0 },
        ];
        return [.. groups.Where(group => group.Parameters.Count > 0)];
    }
}
