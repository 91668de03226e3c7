using Athanor.Activations;
using Athanor.Losses;
using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>Refuses a model whose last activation does not suit its loss: the loss would apply it twice and gradients would starve, or miss it.</summary>
public static class LogitCheck
{
    /// <summary>Refuses by what the spec says of its last activation.</summary>
    /// <param name="model">The model; one whose last activation is unknown passes (see the overload that reads the built module).</param>
    /// <param name="loss">The loss.</param>
    /// <param name="at">The model's place.</param>
    /// <exception cref="RecipeException">Both apply the same activation, or the model lacks the one whose output the loss takes.</exception>
    public static void Refuse(ModelSpec model, LossSpec loss, RecipePath at)
    {
        Refuse(NameOf(model.FinalActivation), loss, at, "remove outputActivation");
        if (loss.ExpectedActivation is { } expected && model.FinalActivation is { } last && SpecCatalog.NameOf(last.GetType()) is { } name && name != expected)
        {
            throw at.Refusal("loss-output-mismatch", $"model ends in {name}, but {loss.Name} takes what {expected} gives; write outputActivation: {expected}");
        }
    }

    /// <summary>Refuses by the last module of a built model: itself, or what a <c>Sequential</c> ends in.</summary>
    /// <inheritdoc cref="Refuse(ModelSpec, LossSpec, RecipePath)"/>
    public static void Refuse(Module model, LossSpec loss, RecipePath at) =>
        Refuse(NameOf(Last(model)), loss, at, "remove that module");

    private static void Refuse(string? activation, LossSpec loss, RecipePath at, string mending)
    {
        if (activation is not null && activation == loss.ContainedActivation)
        {
            throw at.Refusal("loss-output-mismatch", $"model already ends in {activation}, which {loss.Name} applies itself; {mending}");
        }
    }

    private static string? NameOf(ActivationSpec? activation) => activation switch
    {
        Activations.Softmax or Activations.LogSoftmax => "softmax",
        Activations.Sigmoid => "sigmoid",
        _ => null,
    };

    private static string? NameOf(Module module) => module switch
    {
        TorchSharp.Modules.Softmax or TorchSharp.Modules.LogSoftmax or TorchSharp.Modules.Softmax2d => "softmax",
        TorchSharp.Modules.Sigmoid => "sigmoid",
        _ => null,
    };

    private static Module Last(Module module) =>
        module is Sequential sequence && sequence.children().LastOrDefault() is { } last ? Last(last) : module;
}
