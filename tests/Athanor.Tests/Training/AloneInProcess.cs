namespace Athanor.Tests.Training;

/// <summary>Tests that train: libtorch's random state and number of threads belong to the process, so nothing may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInProcess
{
    public const string Name = "alone in the process";
}
