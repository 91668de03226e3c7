using System.Collections.Concurrent;
using System.Text.Json;
using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>The custom models that this program made known by name, so that documents can build them.</summary>
public static class CustomModels
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web) { IncludeFields = true };
    private static readonly ConcurrentDictionary<string, (Func<RawValue, TaskInfo, Module> Make, Delegate Written)> Known = new(StringComparer.Ordinal);

    /// <summary>Makes <c>model: { custom: { name: …, options: … } }</c> buildable. A later registration of the name replaces the earlier one.</summary>
    /// <param name="name">The name that documents give.</param>
    /// <param name="build">Makes the module from the options and what the task asks.</param>
    public static void Register<TOptions>(string name, Func<TOptions, TaskInfo, Module> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        Remember(name, build, build);
    }

    /// <summary>The model of a delegate of the user's, known to documents from now on.</summary>
    internal static CustomModel Make<TOptions>(string name, TOptions options, Func<TOptions, TaskInfo, Module> build, Delegate written)
    {
        Remember(name, build, written);
        var document = new RawValue(JsonSerializer.SerializeToNode(options, CamelCase));
        return new CustomModel { Name = name, Options = document, Make = From(build), Delegate = written };
    }

    internal static Func<RawValue, TaskInfo, Module> Find(string name, RecipePath at) => Known.TryGetValue(name, out var known)
        ? known.Make
        : throw at.Refusal("unknown-custom-model", $"no custom model '{name}' is known in this program; register it with CustomModels.Register, or train it from C#", nameof(CustomModel.Name));

    internal static Delegate? DelegateOf(string name) => Known.TryGetValue(name, out var known) ? known.Written : null;

    private static void Remember<TOptions>(string name, Func<TOptions, TaskInfo, Module> build, Delegate written)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Known[name] = (From(build), written);
    }

    private static Func<RawValue, TaskInfo, Module> From<TOptions>(Func<TOptions, TaskInfo, Module> build) => (options, task) => build(Read<TOptions>(options), task);

    private static TOptions Read<TOptions>(RawValue options) =>
        options.ToNode().Deserialize<TOptions>(CamelCase) ?? throw new InvalidOperationException($"the options {options} make no {typeof(TOptions).Name}");
}
