using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Native;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor doctor</c>: what is installed and loaded, and what is missing.</summary>
internal sealed class DoctorCommand : Verb
{
    public DoctorCommand()
        : base("doctor", "Says what is installed and loaded, and what is missing.")
    {
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        var document = DoctorDocument.Of(NativeReport.Make(), StoreState(context));
        if (context.Json)
        {
            context.Output.Document(document);
        }
        else
        {
            Print(document, context.Output);
        }

        return Task.FromResult(document.Ok ? ExitCodes.Done : ExitCodes.Failed);
    }

    private static void Print(DoctorDocument document, CommandOutput output)
    {
        NativeReport native = document.Native;
        output.Table(new ReportTable(
            null,
            [ReportColumn.Names("Part"), new ReportColumn("Found") { Align = ColumnAlign.Left }],
            [
                .. document.Environment.Select(entry => new ReportRow(entry.Key, entry.Value)),
                new ReportRow("processor", string.Join(", ", native.CpuFeatures.Where(feature => feature.Value).Select(feature => feature.Key))),
                new ReportRow("threads", $"{native.Threads} of {native.Cores} cores"),
                new ReportRow("autocast", native.Autocast ? "bf16, fp16" : "missing"),
                new ReportRow("CUDA devices", $"{native.CudaDevices}"),
                .. native.Libraries.Select(library => new ReportRow(library.Name, library.Path)),
                .. native.MendedFrom is { } original ? [new ReportRow("mended copy of", original)] : Array.Empty<ReportRow>(),
                new ReportRow("run store", $"{document.Store.Path}: {document.Store.Problem ?? (document.Store.Exists ? "sound" : "not made yet")}"),
            ]));
        foreach (NativeLack lack in native.Missing)
        {
            output.Paragraph($"missing: {lack.What}; {lack.Mend}");
        }
    }

    private static DoctorStore StoreState(CommandContext context)
    {
        bool exists = File.Exists(context.StorePath);
        string path = Path.GetFullPath(context.StorePath);
        try
        {
            using IRunStore store = context.OpenStoreToRead();
            return new DoctorStore(path, exists, null);
        }
        catch (Exception broken) when (broken is RecipeException or StoreException)
        {
            return new DoctorStore(path, exists, broken.Message);
        }
    }
}
