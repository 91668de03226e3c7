using Athanor.Persistence;
using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>What a value is, in 64 hexadecimal digits: two values have one fingerprint when training could not tell them apart.</summary>
public static class Fingerprint
{
    /// <summary>The SHA-256 of the canonical JSON with every default written out and without what only watches (<see cref="NotFingerprintedAttribute"/>).</summary>
    /// <exception cref="RecipeException">The value holds a spec that has no name.</exception>
    public static string Of<T>(T value)
        where T : notnull => ContentHash.Of(SpecTypes.Of(typeof(T)).Write(value, fingerprint: true));
}
