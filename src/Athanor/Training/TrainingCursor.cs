using System.Runtime.InteropServices;

namespace Athanor.Training;

/// <summary>Where a training stands in its data: the order of an epoch is a pure function, so this is all that resuming needs of it.</summary>
/// <param name="Stage">The stage of the recipe; 0 where it has none.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Batch">Batches of the epoch that have been used.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TrainingCursor(int Stage, int Epoch, long Batch);
