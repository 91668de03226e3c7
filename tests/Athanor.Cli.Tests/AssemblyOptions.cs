// Trainings share libtorch's threads and its default generator: one at a time in a process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
