using static TorchSharp.torch;

namespace Athanor.Persistence;

/// <summary>A tensor's place in a file: offsets count bytes from the end of the header.</summary>
internal sealed record SafeTensorsEntry(string Name, string Dtype, ScalarType Type, int ElementBytes, long[] Shape, long Begin, long End);
