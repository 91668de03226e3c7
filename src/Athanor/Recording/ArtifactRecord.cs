namespace Athanor.Recording;

/// <summary>A file that a run left behind; the store holds its place and hash, not its bytes.</summary>
/// <param name="Name">What it is within the run: <c>report</c>; recording the same name again replaces it.</param>
/// <param name="Path">Where it lies: an absolute path.</param>
/// <param name="MediaType">Such as <c>text/html</c>.</param>
/// <param name="Sha256">The hash of its bytes, in hex.</param>
public sealed record ArtifactRecord(string Name, string Path, string MediaType, string Sha256);
