using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Trials;

/// <summary>The worker's side: takes trial after trial from its parent's pipe and ends when that pipe closes, whatever it is doing.</summary>
public static class TrialWorker
{
    /// <summary>Serves until <paramref name="requests"/> ends.</summary>
    /// <param name="requests">Lines from the parent: the process's standard input.</param>
    /// <param name="events">Lines to the parent: the process's standard output.</param>
    /// <param name="known">Recipes of a program that made them itself, by fingerprint: what they hold of C# needs no way through JSON. Null for none.</param>
    public static void Serve(Stream requests, Stream events, IReadOnlyDictionary<string, Recipe>? known = null)
    {
        using var queue = new BlockingCollection<string>();
        var reader = new Thread(() => Read(requests, queue)) { IsBackground = true, Name = "requests" };
        reader.Start();
        using var writer = new StreamWriter(events, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
        using var runner = new TrialRunner();
        Send(writer, new TrialEvent { Ready = true });
        foreach (string line in queue.GetConsumingEnumerable())
        {
            if (WorkerMessages.Read<TrialRequest>(line) is { } request)
            {
                Send(writer, new TrialEvent { Result = Train(runner, request, known, writer) });
            }
        }
    }

    private static WorkerResult Train(TrialRunner runner, TrialRequest request, IReadOnlyDictionary<string, Recipe>? known, StreamWriter writer)
    {
        try
        {
            Recipe recipe = Recipe(request, known);
            void Tell(EpochReport report) => Send(writer, new TrialEvent { Step = report.Step, Metrics = new(report.Metrics, StringComparer.Ordinal) });
            return WorkerResult.Of(runner.Run(recipe, new DataContext(request.BaseFolder), request.Watch, Tell, CancellationToken.None));
        }
        catch (RecipeException refusal)
        {
            return Failure(refusal.Problem) with { RefusalCode = refusal.Code, RefusalPath = refusal.Path };
        }
        catch (Exception accident) when (accident is not OutOfMemoryException)
        {
            // A trial that dies takes nothing with it: the worker goes on, the parent decides whether to try again.
            return Failure(accident.Message.ReplaceLineEndings(" "));
        }
    }

    private static Recipe Recipe(TrialRequest request, IReadOnlyDictionary<string, Recipe>? known)
    {
        Recipe recipe = known?.GetValueOrDefault(request.Fingerprint) ?? SpecReader.Read<Recipe>(JsonNode.Parse(request.Recipe), RecipePath.Root);
        string fingerprint = recipe.Fingerprint();
        return fingerprint == request.Fingerprint
            ? recipe
            : throw new InvalidOperationException($"the worker reads the recipe as {fingerprint}, its parent as {request.Fingerprint}");
    }

    private static WorkerResult Failure(string reason) => new(RunStatus.Failed, [], 0, 0, 0, 0, reason);

    private static void Send(StreamWriter writer, TrialEvent message)
    {
        lock (writer)
        {
            writer.Write(WorkerMessages.Write(message) + "\n");
        }
    }

    private static void Read(Stream requests, BlockingCollection<string> queue)
    {
        using var reader = new StreamReader(requests, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            queue.Add(line);
        }

        // The parent is gone, perhaps killed: nobody will hear of the trial under way, so nothing is worth finishing.
        using Process self = Process.GetCurrentProcess();
        self.Kill();
    }
}
