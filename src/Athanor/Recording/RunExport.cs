using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Athanor.Recording;

/// <summary>A run with all that is recorded of it as one JSON document.</summary>
/// <remarks>NaN and ±∞ are the strings <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>; a curve is an array of [step, time, value].</remarks>
public static class RunExport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document of a run.</summary>
    public static string ToJson(IRunStore store, string run)
    {
        using var buffer = new MemoryStream();
        Write(store, run, buffer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes the document of a run to a stream, in UTF-8.</summary>
    public static void Write(IRunStore store, string run, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(store);
        var record = store.Get(run);
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        WriteFields(json, record);
        json.WriteStartObject("metrics");
        foreach (var (name, value) in record.Results)
        {
            json.WritePropertyName(name);
            Number(json, value);
        }

        json.WriteEndObject();
        Raw(json, "recipe", record.Start.RecipeJson);
        Raw(json, "environment", record.Start.EnvironmentJson);
        WriteCurves(json, store, record.Id);
        WriteFindings(json, store.Findings(record.Id));
        WriteArtifacts(json, store.Artifacts(record.Id));
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, RunRecord run)
    {
        json.WriteString("run", run.Id);
        json.WriteString("kind", run.Start.Kind.Name());
        json.WriteString("name", run.Start.Name);
        json.WriteString("status", run.Status.Name());
        json.WriteString("fingerprint", run.Start.Fingerprint);
        json.WriteString("key", run.Start.Key);
        json.WriteString("study", run.Start.Study);
        json.WriteString("variant", run.Start.Variant);
        json.WriteNumber("seed", run.Start.Seed);
        json.WriteString("started", run.Started);
        if (run.Ended is { } ended)
        {
            json.WriteString("ended", ended);
        }
        else
        {
            json.WriteNull("ended");
        }

        json.WriteString("host", run.Host);
        json.WriteNumber("processId", run.ProcessId);
        json.WriteNumber("steps", run.Steps);
        json.WriteNumber("epochs", run.Epochs);
        json.WriteNumber("parameters", run.Parameters);
        json.WritePropertyName("seconds");
        Number(json, run.Seconds);
        json.WriteString("checkpoint", run.Checkpoint);
        json.WriteString("error", run.Error);
    }

    private static void WriteCurves(Utf8JsonWriter json, IRunStore store, string run)
    {
        json.WriteStartObject("curves");
        foreach (var summary in store.Summaries(run))
        {
            json.WriteStartArray(summary.Key);
            foreach (var point in store.Metric(run, summary.Key))
            {
                json.WriteStartArray();
                json.WriteNumberValue(point.Step);
                json.WriteStringValue(point.Wall);
                Number(json, point.Value);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter json, IReadOnlyList<FindingRecord> findings)
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("symptom", finding.Symptom);
            json.WritePropertyName("severity");
            Number(json, finding.Severity);
            json.WriteNumber("sinceStep", finding.SinceStep);
            json.WriteStartArray("layers");
            foreach (string layer in finding.Layers)
            {
                json.WriteStringValue(layer);
            }

            json.WriteEndArray();
            Raw(json, "evidence", finding.EvidenceJson);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteArtifacts(Utf8JsonWriter json, IReadOnlyList<ArtifactRecord> artifacts)
    {
        json.WriteStartArray("artifacts");
        foreach (var (name, path, mediaType, sha256) in artifacts)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("path", path);
            json.WriteString("mediaType", mediaType);
            json.WriteString("sha256", sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Raw(Utf8JsonWriter json, string name, string text)
    {
        using var document = JsonDocument.Parse(text);
        json.WritePropertyName(name);
        document.RootElement.WriteTo(json);
    }

    private static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(value switch { double.PositiveInfinity => "Infinity", double.NegativeInfinity => "-Infinity", _ => "NaN" });
        }
    }
}
