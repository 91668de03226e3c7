using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>What training sets for the whole process, and puts back: libtorch's random state and its number of threads.</summary>
/// <remarks>So a trial leaves nothing behind in its worker, and a session nothing in the program that made it.</remarks>
internal sealed class AmbientState : IDisposable
{
    private readonly Tensor _random;
    private readonly int _threads;

    private AmbientState()
    {
        _random = get_rng_state().DetachFromDisposeScope();
        _threads = get_num_threads();
    }

    public static AmbientState Enter(long seed, int threads)
    {
        var before = new AmbientState();
        set_num_threads(threads);
        manual_seed(seed);
        return before;
    }

    public void Dispose()
    {
        set_rng_state(_random);
        _random.Dispose();
        set_num_threads(_threads);
    }
}
