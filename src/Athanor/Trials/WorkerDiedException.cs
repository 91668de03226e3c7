namespace Athanor.Trials;

/// <summary>A worker process ended in the middle of a trial.</summary>
internal sealed class WorkerDiedException(string message) : Exception(message);
