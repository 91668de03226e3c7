using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Athanor.Native;

namespace Athanor.Recording;

/// <summary>Where a run was made: what a reader needs to judge whether another machine would give the same.</summary>
public static class RunEnvironment
{
    /// <summary>Versions, system and processor by name.</summary>
    public static IReadOnlyList<(string Name, string Value)> Describe() =>
    [
        ("athanor", typeof(RunEnvironment).Assembly.GetName().Version?.ToString(3) ?? ""),
        ("libtorch", NativeVersions.Libtorch),
        ("torchsharp", NativeVersions.TorchSharp),
        ("dotnet", Environment.Version.ToString()),
        ("system", RuntimeInformation.OSDescription),
        ("architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()),
        ("processors", $"{Environment.ProcessorCount}"),
        ("cpuCapability", NativeVersions.CpuCapability),
    ];

    /// <summary>The same as a JSON object, with what else is to be known of a run.</summary>
    public static string ToJson(IReadOnlyList<(string Name, string Value)>? more = null) =>
        new JsonObject(Describe().Concat(more ?? []).Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)entry.Value))).ToJsonString();
}
