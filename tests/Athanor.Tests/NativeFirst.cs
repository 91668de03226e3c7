using System.Runtime.CompilerServices;
using Athanor.Specs;

namespace Athanor.Tests;

/// <summary>Tests may touch TorchSharp before any type of ours, and the library's handler must stand by then.</summary>
internal static class NativeFirst
{
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "A test assembly has no earlier place.")]
    internal static void Run() => RuntimeHelpers.RunModuleConstructor(typeof(RecipeException).Module.ModuleHandle);
}
