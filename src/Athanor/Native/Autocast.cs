using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Native;

/// <summary>
/// libtorch's autocast, which TorchSharp does not bind: within the scope, products and convolutions compute in bfloat16 or float16 while
/// what needs the range (norms, losses, softmax, where libtorch's policy says so) computes in float32. Weights stay what they are.
/// </summary>
/// <remarks>
/// <para>The state belongs to the thread: leave the scope on the thread that entered it, never across an <c>await</c>. Scopes nest; each puts back what it found,
/// and the outermost forgets the cast copies of the weights, as PyTorch's <c>torch.autocast</c> does.</para>
/// <para>Run the forward pass inside, the loss on outputs cast to float32 outside, and <c>backward</c> outside.</para>
/// </remarks>
/// <example><code>
/// Tensor logits;
/// using (Autocast.Enter(DeviceType.CPU, ScalarType.BFloat16))
/// {
///     logits = model.call(inputs);
/// }
///
/// nn.functional.cross_entropy(logits.@float(), targets).backward();
/// </code></example>
public static class Autocast
{
    private static readonly Lazy<(AutocastFunctions? Functions, string? WhyNot)> Loaded = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Whether this system's libtorch offers autocast; <see cref="WhyNot"/> says what is missing.</summary>
    public static bool IsAvailable => Loaded.Value.Functions is not null;

    /// <summary>Why autocast is not available, in one line, or null where it is.</summary>
    public static string? WhyNot => Loaded.Value.WhyNot;

    private static AutocastFunctions Functions =>
        Loaded.Value.Functions ?? throw new NotSupportedException($"autocast is not available: {WhyNot}; train in fp32");

    /// <summary>Autocast on, for <paramref name="device"/>, until the scope is disposed.</summary>
    /// <param name="device">Whose operations are cast: CPU or CUDA.</param>
    /// <param name="type">What they are cast to: BFloat16 or Float16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="type"/> is neither.</exception>
    /// <exception cref="NotSupportedException">This system's libtorch does not export autocast.</exception>
    public static IDisposable Enter(DeviceType device, ScalarType type) => type is ScalarType.BFloat16 or ScalarType.Float16
        ? new Scope(Functions, device, enabled: true, type, cache: true)
        : throw new ArgumentOutOfRangeException(nameof(type), type, "autocast computes in BFloat16 or Float16");

    /// <summary>Autocast off, for <paramref name="device"/>, until the scope is disposed; nothing where it is not available.</summary>
    public static IDisposable Leave(DeviceType device) => IsAvailable
        ? new Scope(Functions, device, enabled: false, TypeOf(device), cache: true)
        : new Nothing();

    /// <summary>What autocast computes in on this thread now, or null where it is off.</summary>
    public static ScalarType? Current(DeviceType device) => IsAvailable && Functions.IsEnabled((int)device) ? TypeOf(device) : null;

    /// <summary>Autocast as <see cref="Current"/> gave it once.</summary>
    /// <param name="device">Whose operations.</param>
    /// <param name="type">What was in force.</param>
    /// <param name="cache">Whether cast weights may be kept: not while gradients are off in a scope where they are needed later.</param>
    internal static IDisposable As(DeviceType device, ScalarType? type, bool cache) => (IsAvailable, type) switch
    {
        (false, _) => new Nothing(),
        (true, null) => new Scope(Functions, device, enabled: false, TypeOf(device), cache),
        (true, { } cast) => new Scope(Functions, device, enabled: true, cast, cache),
    };

    private static ScalarType TypeOf(DeviceType device) => (ScalarType)Functions.GetType((int)device);

    private static (AutocastFunctions? Functions, string? WhyNot) Load()
    {
        try
        {
            return (AutocastFunctions.OfLoadedLibrary(), null);
        }
        catch (NotSupportedException lack)
        {
            return (null, lack.Message);
        }
    }

    private sealed class Scope : IDisposable
    {
        private readonly AutocastFunctions _functions;
        private readonly int _device;
        private readonly bool _enabled;
        private readonly int _type;
        private readonly bool _cache;
        private bool _left;

        public Scope(AutocastFunctions functions, DeviceType device, bool enabled, ScalarType type, bool cache)
        {
            (_functions, _device) = (functions, (int)device);
            (_enabled, _type, _cache) = (functions.IsEnabled(_device), functions.GetType(_device), functions.IsCacheEnabled());
            functions.Increment();
            functions.SetType(_device, (int)type);
            functions.SetEnabled(_device, enabled);
            functions.SetCacheEnabled(cache);
        }

        public void Dispose()
        {
            if (_left)
            {
                return;
            }

            _left = true;
            if (_functions.Decrement() == 0)
            {
                _functions.ClearCache();
            }

            _functions.SetEnabled(_device, _enabled);
            _functions.SetType(_device, _type);
            _functions.SetCacheEnabled(_cache);
        }
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
