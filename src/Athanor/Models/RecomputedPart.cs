using Athanor.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>What a checkpointed part is, and the state of its surroundings when it ran first.</summary>
/// <param name="Modules">Whose buffers it moves.</param>
/// <param name="Part">The part itself.</param>
/// <param name="Inputs">How many tensors it reads.</param>
internal sealed record Recomputation(IReadOnlyList<Module> Modules, Func<Tensor[], Tensor> Part, int Inputs)
{
    public DeviceType Device { get; set; }

    public ScalarType? Autocast { get; set; }

    /// <summary>Which of the modules' buffers the first run has moved.</summary>
    public int[] Moved { get; set; } = [];
}

/// <summary>The node in autograd's graph that stands for a checkpointed part.</summary>
/// <remarks>
/// The parameters are inputs of the node, so that it needs no input with a gradient and their gradients take the graph's own road. What must be kept lies in the node's saved
/// variables, which go with the graph.
/// </remarks>
internal sealed class RecomputedPart : autograd.SingleTensorFunction<RecomputedPart>
{
    private const string Key = "recomputation";

    /// <summary>Gradients that the engine has been handed on this thread; it takes its own hold on them before it asks for more.</summary>
    [ThreadStatic]
    private static List<Tensor?>? _handedOver;

    public override string Name => nameof(RecomputedPart);

    public static Tensor Run(Recomputation recomputation, Tensor[] inputs, Parameter[] parameters)
    {
        // TorchSharp makes a tensor of the output's size to know its shape by; the scope frees it.
        using DisposeScope scope = NewDisposeScope();
        return apply([recomputation, .. inputs, .. parameters]).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var recomputation = (Recomputation)vars[0];
        Tensor[] inputs = [.. vars.Skip(1).Take(recomputation.Inputs).Cast<Tensor>()];
        (recomputation.Device, recomputation.Autocast) = (inputs[0].device_type, Autocast.Current(inputs[0].device_type));
        Tensor random = get_rng_state();
        Tensor[] buffers = Buffers(recomputation);
        Tensor[] before = [.. buffers.Select(buffer => buffer.clone())];
        Tensor output;

        // Weights that are cast while gradients are off would be without gradient where they are used again.
        using (Autocast.As(recomputation.Device, recomputation.Autocast, cache: false))
        {
            output = recomputation.Part(inputs);
        }

        recomputation.Moved = [.. Enumerable.Range(0, buffers.Length).Where(i => !buffers[i].Equals(before[i]))];
        ctx.set_materialize_grads(false);
        ctx.save_data(Key, recomputation);
        ctx.save_for_backward([.. vars.Skip(1).Cast<Tensor>(), random, .. recomputation.Moved.Select(i => before[i])]);
        return output;
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        var recomputation = (Recomputation)ctx.get_data(Key);
        List<Tensor> saved = ctx.get_saved_variables();
        int variables = saved.Count - 1 - recomputation.Moved.Length;
        Tensor[] inputs = [.. saved.Take(recomputation.Inputs).Select(input => input.detach().requires_grad_(input.requires_grad))];
        Tensor[] sources = [.. inputs, .. saved.Skip(inputs.Length).Take(variables - inputs.Length)];
        Tensor[] before = [.. saved.Skip(variables + 1)];
        Tensor[] moved = [.. recomputation.Moved.Select(i => Buffers(recomputation)[i])];
        Tensor[] now = [.. moved.Select(buffer => buffer.clone())];
        Tensor random = get_rng_state();
        Copy(before, moved);
        set_rng_state(saved[variables]);
        IList<Tensor?> gradients;
        try
        {
            using IDisposable watched = enable_grad();
            Tensor output;
            using (Autocast.As(recomputation.Device, recomputation.Autocast, cache: true))
            {
                output = recomputation.Part(inputs);
            }

            gradients = autograd.grad([output], [.. sources.Where(source => source.requires_grad)], [gradient], allow_unused: true)!;
        }
        finally
        {
            Copy(now, moved);
            set_rng_state(random);
        }

        return HandOver(sources, gradients);
    }

    private static List<Tensor?> HandOver(Tensor[] sources, IList<Tensor?> gradients)
    {
        foreach (Tensor? old in _handedOver ?? [])
        {
            old?.Dispose();
        }

        var results = new List<Tensor?> { null };
        int next = 0;
        foreach (Tensor source in sources)
        {
            Tensor? result = source.requires_grad ? gradients[next++] : null;
            results.Add(result is null || result.IsInvalid ? null : result.MoveToOuterDisposeScope());
        }

        return _handedOver = results;
    }

    private static Tensor[] Buffers(Recomputation recomputation) => [.. recomputation.Modules.SelectMany(module => module.buffers())];

    private static void Copy(Tensor[] from, Tensor[] to)
    {
        using IDisposable unwatched = no_grad();
        foreach ((Tensor source, Tensor target) in from.Zip(to))
        {
            target.copy_(source);
        }
    }
}
