using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Athanor.Data;
using Athanor.Native;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Trials;

/// <summary>Decides whether a finished trial is used again: it would come out the same only if all of this is the same.</summary>
/// <remarks>
/// Fingerprint of the recipe, content of the files that it reads, module versions of Athanor and of the assemblies whose specs the recipe holds,
/// libtorch's version, the device and the processor's instruction set. When in doubt the key differs, and the trial is trained again.
/// </remarks>
public static class TrialKey
{
    private static readonly ConcurrentDictionary<(string Path, long Size, DateTime Written), string> Contents = new();

    /// <summary>The key of training <paramref name="recipe"/> here: 64 hexadecimal digits.</summary>
    /// <param name="recipe">What is trained.</param>
    /// <param name="context">Where relative paths start.</param>
    /// <param name="watch">Who watches: a training that nobody watched has no findings to use again. Null for nobody.</param>
    /// <exception cref="RecipeException">A file that the recipe reads is not there.</exception>
    public static string Of(Recipe recipe, DataContext context, string? watch = null)
    {
        IEnumerable<string> parts =
        [
            "recipe " + recipe.Fingerprint(),
            .. recipe.Data.Files(context).Select(path => "file " + ContentOf(path)),
            .. Modules(recipe).Select(id => $"module {id:N}"),
            "libtorch " + NativeVersions.Libtorch,
            "device " + recipe.Device,
            "cpu " + NativeVersions.CpuCapability,
            .. watch is null ? (string[])[] : ["watch " + watch],
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }

    private static IEnumerable<Guid> Modules(Recipe recipe) =>
        SpecAssemblies.Of(recipe)
            .Append(typeof(TrialKey).Assembly)
            .Select(assembly => assembly.ManifestModule.ModuleVersionId)
            .Distinct()
            .Order();

    private static string ContentOf(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new RecipeException(ErrorCodes.FileNotFound, "data", $"no such file: {path}");
        }

        return Contents.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), static known =>
        {
            using FileStream stream = File.OpenRead(known.Path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        });
    }
}
