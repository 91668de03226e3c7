using Athanor.Native;
using Athanor.Recording;

namespace Athanor.Cli.Documents;

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="Verb">Always <c>doctor</c>.</param>
/// <param name="Ok">Whether recipes can be trained and recorded here.</param>
/// <param name="Environment">Versions, system and processor by name.</param>
/// <param name="Native">What was loaded from where, and what is missing.</param>
/// <param name="Store">The run store.</param>
internal sealed record DoctorDocument(
    string Verb, bool Ok, IReadOnlyDictionary<string, string> Environment, NativeReport Native, DoctorStore Store)
{
    public static DoctorDocument Of(NativeReport native, DoctorStore store) => new(
        "doctor",
        native.Loaded && store.Problem is null,
        RunEnvironment.Describe().ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
        native,
        store);
}

/// <summary>The run store as it was found.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Exists">Whether it was made yet.</param>
/// <param name="Problem">Why it can't be used, or null.</param>
internal sealed record DoctorStore(string Path, bool Exists, string? Problem);
