using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>How gradients become steps of the weights.</summary>
[SpecFamily("optimizer")]
public abstract record OptimizerSpec : Spec
{
    /// <summary>The learning rate at which the schedule starts from. Each member states its default; greater than 0.</summary>
    public abstract double Lr { get; init; }

    /// <summary>
    /// Whether weight decay also takes hold of biases and of the weights of normalizations (parameters of one dimension or none). Default true,
    /// as in PyTorch.
    /// </summary>
    public bool DecayBiasesAndNorms { get; init; } = true;

    /// <summary>Builds the optimizer over <paramref name="groups"/>.</summary>
    public abstract Optimizer Build(IReadOnlyList<ParameterGroup> groups);

    /// <summary>Builds the optimizer over the parameters of <paramref name="module"/> that require a gradient.</summary>
    public Optimizer Build(nn.Module module) => Build(ParameterGroups.For(module, this));

    /// <summary>Builds the optimizer over <paramref name="parameters"/>, which are named by their place, from 0.</summary>
    public Optimizer Build(IEnumerable<Parameter> parameters) =>
        Build(ParameterGroups.For(parameters.Select((parameter, i) => ($"{i}", parameter)), this));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(Lr);
        at.Require(double.IsFinite(Lr), "a learning rate is a finite number", nameof(Lr));
    }
}
