using Athanor.Specs;
using PublicApiGenerator;

namespace Athanor.Tests;

public sealed class ApiSnapshotTests
{
    private const string Accept = "ATHANOR_ACCEPT_API";

    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        string approved = ProjectRoot.At("tests", "Athanor.Tests", "PublicApi.approved.txt");
        string api = typeof(Spec).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(approved, api);
        }

        string[] before = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n").Split('\n') : [];
        string[] now = api.Split('\n');
        if (!before.SequenceEqual(now, StringComparer.Ordinal))
        {
            string[] gone = [.. before.Except(now, StringComparer.Ordinal).Select(line => "- " + line.Trim())];
            string[] added = [.. now.Except(before, StringComparer.Ordinal).Select(line => "+ " + line.Trim())];
            Assert.Fail($"the public API has changed; if it should, run the tests once with {Accept}=1 and commit {approved}\n{string.Join('\n', gone.Concat(added).Take(60))}");
        }
    }
}
