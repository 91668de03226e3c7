using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Athanor.Data;

/// <summary>Makes batches ahead on another thread, a bounded number of them, in the same order.</summary>
/// <remarks>
/// Dispose scopes belong to a thread: a batch is made in a scope of the producing thread, leaves it, travels through the channel without an owner and
/// belongs to the consumer, who frees it after use. However the consumer ends (last batch, break, cancellation, error), the producer has ended and
/// what it had made is freed before the sequence is left.
/// </remarks>
internal static class BatchPrefetch
{
    /// <summary>The batches of <paramref name="made"/>, each freed when the next is asked for.</summary>
    public static IEnumerable<Batch> Run(IEnumerable<Batch> made, int ahead, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var channel = Channel.CreateBounded<Batch>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        Task producer = Task.Run(() => ProduceAsync(made, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            while (TryTake(channel.Reader, cancellation, out Batch? batch))
            {
                try
                {
                    yield return batch;
                }
                finally
                {
                    batch.Free();
                }
            }
        }
        finally
        {
            stop.Cancel();
            producer.GetAwaiter().GetResult();
            while (channel.Reader.TryRead(out Batch? unused))
            {
                unused.Free();
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "whatever went wrong is told to the consumer, through the channel")]
    private static async Task ProduceAsync(IEnumerable<Batch> made, ChannelWriter<Batch> writer, CancellationToken stop)
    {
        Batch? pending = null;
        try
        {
            foreach (Batch batch in made)
            {
                pending = batch;
                await writer.WriteAsync(batch, stop);
                pending = null;
            }

            writer.Complete();
        }
        catch (Exception e)
        {
            pending?.Free();
            writer.Complete(e);
        }
    }

    private static bool TryTake(ChannelReader<Batch> reader, CancellationToken cancellation, [NotNullWhen(true)] out Batch? batch)
    {
        cancellation.ThrowIfCancellationRequested();
        while (!reader.TryRead(out batch))
        {
            if (!reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult())
            {
                return false;
            }
        }

        return true;
    }
}
