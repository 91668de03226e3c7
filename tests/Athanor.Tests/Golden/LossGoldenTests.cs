using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Losses;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

/// <summary>golden/functions/losses.json: PyTorch 2.13, or the formula where it has none, in float64 from float32 inputs.</summary>
[Trait("Category", "Golden")]
public sealed class LossGoldenTests
{
    /// <summary>The inputs of each kind that have a gradient; the first is the prediction.</summary>
    private static readonly Dictionary<string, string[]> Inputs = new(StringComparer.Ordinal)
    {
        ["gaussian-nll"] = ["prediction", GaussianNll.Variance],
        ["cross-entropy"] = ["logits"],
        ["nll"] = ["log-probabilities"],
        ["bce-with-logits"] = ["logits"],
        ["focal"] = ["logits"],
        ["kl-divergence"] = ["log-probabilities"],
        ["dice"] = ["logits"],
        ["tversky"] = ["logits"],
        ["triplet"] = ["anchor", TripletLoss.Positive, TripletLoss.Negative],
        ["contrastive"] = ["first", ContrastiveLoss.Second],
        ["info-nce"] = ["query", InfoNce.Key],
        ["vae-elbo"] = ["prediction", VaeElbo.Mean, VaeElbo.LogVariance],
        ["gan-non-saturating"] = ["fake", GanLoss.Real],
        ["gan-least-squares"] = ["fake", GanLoss.Real],
        ["gan-hinge"] = ["fake", GanLoss.Real],
        ["gan-wasserstein"] = ["fake", GanLoss.Real],
        ["gan-gradient-penalty"] = ["gradient"],
    };

    /// <summary>Further inputs, which have none.</summary>
    private static readonly string[] Others = [MaseLoss.InSample, DiffusionLoss.X0, DiffusionLoss.Noise, DiffusionLoss.Timestep, DiffusionLoss.AlphaBar];

    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("functions", "losses");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_and_their_gradients_agree_with_PyTorch(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        LossSpec loss = Loss(golden, tensors);
        var leaves = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (string leaf in Inputs.GetValueOrDefault(golden.Kind, ["prediction"]))
        {
            if (tensors.Find(leaf) is { } tensor)
            {
                leaves[leaf] = tensor.requires_grad_();
            }
        }

        LossInput input = Input(golden, tensors, leaves);
        string written = golden.Options.Text("reduction");
        Reduction reduction = Enum.Parse<Reduction>(written.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        Tensor value = loss.Reduce(input, reduction);
        IReadOnlyDictionary<string, LossPart> parts = loss.Terms(input).Parts;
        if (reduction == Reduction.None)
        {
            tensors.Agree("loss", value);
            foreach ((string part, LossPart terms) in parts)
            {
                tensors.Agree(part, terms.Terms);
            }

            value.backward([tensors["upstream"]]);
        }
        else
        {
            var actual = new Dictionary<string, object> { ["loss"] = value.item<float>() };
            foreach (string part in parts.Keys)
            {
                actual[part] = loss.Terms(input).Reduce(part, reduction).item<float>();
            }

            GoldenAssert.Agrees(golden, actual, GoldenTolerance.Optim);
            value.backward();
        }

        Assert.All(leaves, leaf => tensors.Agree($"gradient/{leaf.Key}", leaf.Value.grad));
        AgreeOnDiffusion(loss, tensors);
    }

    /// <summary>The member of the case's kind with the case's options: one that it does not know, or lacks, fails the test.</summary>
    private static LossSpec Loss(GoldenCase golden, GoldenTensors tensors)
    {
        if (!SpecCatalog.Members(typeof(LossSpec)).ContainsKey(golden.Kind))
        {
            throw golden.UnknownKind();
        }

        JsonObject options = JsonNode.Parse(golden.Options.GetRawText())!.AsObject();
        options.Remove("reduction");
        foreach ((string tensor, string option) in new[] { ("weight", "weight"), ("pos-weight", "posWeight") })
        {
            // A weight by place is a field of the batch, see Input.
            if (tensors.Find(tensor) is { } weight && (golden.Kind != "bce-with-logits" || tensor == "pos-weight"))
            {
                options[option] = JsonSerializer.SerializeToNode(weight.data<float>().Select(value => (double)value).ToArray());
            }
        }

        return SpecReader.Read<LossSpec>(new JsonObject { [golden.Kind] = options }, RecipePath.Root);
    }

    private static LossInput Input(GoldenCase golden, GoldenTensors tensors, Dictionary<string, Tensor> leaves)
    {
        var input = new LossInput(leaves.Values.First(), tensors.Find("target"), tensors.Find("mask"));
        foreach ((string name, Tensor tensor) in leaves.Skip(1))
        {
            input = input.With(name, tensor);
        }

        foreach (string name in Others)
        {
            input = tensors.Find(name) is { } tensor ? input.With(name, tensor) : input;
        }

        return golden.Kind == "bce-with-logits" && tensors.Find("weight") is { } weight ? input.With(BceWithLogits.TermWeight, weight) : input;
    }

    /// <summary>A diffusion's noisy samples, targets and weights stand in the file too.</summary>
    private static void AgreeOnDiffusion(LossSpec loss, GoldenTensors tensors)
    {
        if (loss is DiffusionLoss diffusion)
        {
            (Tensor x0, Tensor noise, Tensor timestep, Tensor alphaBar) =
                (tensors[DiffusionLoss.X0], tensors[DiffusionLoss.Noise], tensors[DiffusionLoss.Timestep], tensors[DiffusionLoss.AlphaBar]);
            tensors.Agree("noisy", DiffusionLoss.Noisy(x0, noise, timestep, alphaBar));
            tensors.Agree("regression-target", diffusion.RegressionTarget(x0, noise, timestep, alphaBar));
            tensors.Agree("sample-weight", diffusion.SampleWeight(timestep, alphaBar));
        }
    }
}
