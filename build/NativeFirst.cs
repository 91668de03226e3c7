using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Athanor.Native;

/// <summary>Compiled into every program that takes its libtorch from Natives.props: the library's loader then stands before the program's first tensor.</summary>
internal static class NativeFirst
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A program has no earlier place, and TorchSharp asks only once for its library.")]
    internal static void Run() => RuntimeHelpers.RunModuleConstructor(typeof(NativeReport).Module.ModuleHandle);
}
