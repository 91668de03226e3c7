namespace Athanor.Specs;

/// <summary>Marks an option that only watches and can't change a result: documents have it, fingerprints leave it out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotFingerprintedAttribute : Attribute;
