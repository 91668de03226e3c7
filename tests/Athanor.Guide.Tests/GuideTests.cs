using System.Text.RegularExpressions;

namespace Athanor.Guide.Tests;

/// <summary>What the guide shows is what is compiled here, in an assembly that sees no internals.</summary>
public sealed partial class GuideTests
{
    private static readonly string Root = FindRoot();

    /// <summary>The guide's blocks that are files of this project: a comment with the file's name, then the block.</summary>
    public static TheoryData<string> Files => [.. Blocks().Select(block => block.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_block_of_the_guide_is_the_file_that_is_compiled_here(string file)
    {
        string shown = Blocks().Single(block => block.File == file).Text;
        string compiled = File.ReadAllText(Path.Combine(Root, "tests", "Athanor.Guide.Tests", file)).ReplaceLineEndings("\n");
        Assert.Equal(compiled.TrimEnd('\n'), shown.TrimEnd('\n'));
    }

    [Fact]
    public void The_assembly_has_no_access_to_internals() =>
        Assert.DoesNotContain(
            typeof(Athanor.Specs.Spec).Assembly.GetCustomAttributesData(),
            attribute => attribute.AttributeType.Name == "InternalsVisibleToAttribute"
                && attribute.ConstructorArguments[0].Value is string friend
                && friend.StartsWith(typeof(GuideTests).Assembly.GetName().Name!, StringComparison.Ordinal));

    private static List<(string File, string Text)> Blocks() =>
    [
        .. Block().Matches(File.ReadAllText(Path.Combine(Root, "docs", "guides", "your-own-members.md")).ReplaceLineEndings("\n"))
            .Select(match => (match.Groups["file"].Value, match.Groups["text"].Value)),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Athanor.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside of the project's folder");
    }

    [GeneratedRegex(@"<!-- tests/Athanor\.Guide\.Tests/(?<file>\S+) -->\n+```\w+\n(?<text>.*?)\n```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
