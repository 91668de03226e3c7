using Athanor.Activations;
using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Guide.Tests;

/// <summary>x + sin²(frequency·x) / frequency: a line that waves, for periodic data (Ziyin, Hartwig &amp; Ueda 2020).</summary>
[Spec("snake")]
public sealed record Snake : ActivationSpec
{
    public double Frequency { get; init; } = 1;

    protected override void Validate(RecipePath at) => at.Positive(Frequency);

    public override Module<Tensor, Tensor> Build() =>
        Formula(x => x + ((Frequency * x).sin().square() / Frequency));
}
