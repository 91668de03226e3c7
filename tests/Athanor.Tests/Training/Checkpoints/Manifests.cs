using Athanor.Persistence;
using Athanor.Training.Checkpoints;

namespace Athanor.Tests.Training.Checkpoints;

/// <summary>Changes checkpoints so that their manifests don't tell.</summary>
internal static class Manifests
{
    /// <summary>Lets a manifest say what its folder holds now.</summary>
    public static void Reseal(string folder)
    {
        CheckpointManifest manifest = CheckpointManifest.Read(folder);
        File.WriteAllBytes(Path.Combine(folder, CheckpointManifest.FileName), CheckpointManifest.ToBytes(
            manifest.Step,
            manifest.Fingerprint,
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Where(name => name != CheckpointManifest.FileName).Order(StringComparer.Ordinal)
                .Select(name => (name!, new FileInfo(Path.Combine(folder, name!)).Length, ContentHash.OfFile(Path.Combine(folder, name!))))));
    }
}
