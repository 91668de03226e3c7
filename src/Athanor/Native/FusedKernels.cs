using System.Reflection;
using static TorchSharp.torch;

namespace Athanor.Native;

/// <summary>libtorch's fused and foreach operators, which TorchSharp does not bind, called through one TorchScript source.</summary>
/// <remarks>
/// A call costs 3–5 µs. Numbers go in as preallocated tensors (<c>null</c> where an argument is optional, <see cref="int"/> and
/// <see cref="bool"/> as they are): a <see cref="double"/> becomes a native scalar that only a finalizer frees.
/// Results belong to the current dispose scope.
/// </remarks>
internal static class FusedKernels
{
    private static readonly Lazy<jit.CompilationUnit> Unit = new(Compile, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Calls a function that returns nothing of use.</summary>
    public static void Run(string function, params object?[] arguments) => Call(function, arguments);

    /// <summary>Calls a function that returns one tensor.</summary>
    public static Tensor Tensor(string function, params object?[] arguments) => (Tensor)Call(function, arguments)!;

    /// <summary>Calls a function that returns a list of tensors.</summary>
    public static Tensor[] Tensors(string function, params object?[] arguments) => (Tensor[])Call(function, arguments)!;

    // The kernels change leaves in place, which autograd forbids where it watches.
    private static object? Call(string function, object?[] arguments)
    {
        using IDisposable unwatched = no_grad();
        return Unit.Value.invoke(function, arguments);
    }

    private static jit.CompilationUnit Compile()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Athanor.Native.fused.py")!;
        using var reader = new StreamReader(stream);
        string source = reader.ReadToEnd();

        return jit.compile(source);
    }
}
