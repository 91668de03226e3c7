namespace Athanor.Tests;

/// <summary>Tests that seed libtorch's generator, of which there is one a process: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GeneratorCollection
{
    public const string Name = "libtorch's generator";
}
