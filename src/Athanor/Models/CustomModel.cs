using System.Reflection;
using Athanor.Data;
using Athanor.Specs;
using Module = TorchSharp.torch.nn.Module;

namespace Athanor.Models;

/// <summary>A model whose module is the user's own: any TorchSharp module, made by a delegate from options that are part of the recipe.</summary>
/// <remarks>
/// <see cref="ModelSpec.Custom{TOptions}(string, TOptions, Func{TOptions, Module})"/> makes it in C#, and <see cref="CustomModels.Register{TOptions}"/> makes it
/// known to documents in the same program. The module is made from the options as a document holds them, so that no more of them counts than the fingerprint sees. Two are equal, and have one fingerprint, when name and options are.
/// </remarks>
[Spec("custom")]
public sealed record CustomModel : ModelSpec
{
    /// <summary>The name, which stands for the code in fingerprints: another architecture needs another name or other options. Default empty, which no model has.</summary>
    public string Name { get; init; } = "";

    /// <summary>The options as a document holds them.</summary>
    public RawValue Options { get; init; } = RawValue.Empty;

    /// <summary>Whether the delegate holds values from around it, which no fingerprint sees: two such models may differ and look alike. Studies refuse it.</summary>
    public bool CapturesState => (Delegate ?? CustomModels.DelegateOf(Name)) is { } made && HasFields(made);

    /// <summary>What makes the module; null for a value that a document made.</summary>
    internal Func<RawValue, TaskInfo, Module>? Make { get; init; }

    /// <summary>The user's own delegate, which <see cref="Make"/> calls.</summary>
    internal Delegate? Delegate { get; init; }

    /// <inheritdoc/>
    public override Module Build(TaskInfo task, RecipePath at)
    {
        at.Require(Name.Length > 0, "is empty; give the name under which the model is registered", nameof(Name));
        return (Make ?? CustomModels.Find(Name, at))(Options, task);
    }

    /// <inheritdoc/>
    public bool Equals(CustomModel? other) => other is not null && Name == other.Name && Options.Equals(other.Options);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Options);

    /// <summary>A lambda that captures nothing hangs on a closure without fields, a static method on nothing.</summary>
    private static bool HasFields(Delegate made)
    {
        for (Type? type = made.Target?.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Length > 0)
            {
                return true;
            }
        }

        return false;
    }
}
