using Athanor.Activations;
using Athanor.Reporting;
using Athanor.Specs;

namespace Athanor.Tests.Activations;

/// <summary>docs/images/activations: each member's curve and derivative, drawn from the member.</summary>
public sealed class ActivationPictureTests
{
    private const string Accept = "ATHANOR_ACCEPT_PICTURES";

    [Theory]
    [MemberData(nameof(ActivationGradientTests.Members), MemberType = typeof(ActivationGradientTests))]
    public void The_page_shows_the_picture_that_the_member_draws(string member)
    {
        var spec = (ActivationSpec)Activator.CreateInstance(SpecCatalog.Members(typeof(ActivationSpec))[member])!;
        string picture = SvgPicture.Render(ActivationPicture.Chart(spec), 480);
        string file = ProjectRoot.At("docs", "images", "activations", $"{member}.svg");
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, picture);
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == picture, $"{file} differs from what the member draws; if it should, run the tests once with {Accept}=1 and commit it");
        TermPage page = TermIndex.Default.Find(member);
        Assert.Contains($"(../../images/activations/{member}.svg)", page.English);
        Assert.Contains($"(../../images/activations/{member}.svg)", page.Chinese);
    }

    [Fact]
    public void The_derivative_drawn_is_broken_where_it_steps_and_nowhere_else()
    {
        Assert.Equal(1, Gaps(new ReLU()));
        Assert.Equal(2, Gaps(new HardTanh()));
        Assert.Equal(0, Gaps(new SiLU()));
        Assert.Equal(0, Gaps(new Tanh()));

        static int Gaps(ActivationSpec spec) => ActivationPicture.Chart(spec).Series[1].Points.Count(point => double.IsNaN(point.Mean));
    }

    [Fact]
    public void What_is_drawn_has_the_members_values()
    {
        IReadOnlyList<LineSeries> series = ActivationPicture.Chart(new Swish { Beta = 2 }).Series;
        LinePoint value = series[0].Points.Single(point => point.X == 2.5);
        LinePoint slope = series[1].Points.Single(point => point.X == 2.5);
        double gate = 1 / (1 + Math.Exp(-5));
        Assert.Equal(2.5 * gate, value.Mean, 12);
        Assert.Equal(gate + (2 * 2.5 * gate * (1 - gate)), slope.Mean, 12);
        Assert.Equal("swish (beta 2)", ActivationPicture.Chart(new Swish { Beta = 2 }).Title);
    }
}
