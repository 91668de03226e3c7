using System.Globalization;
using System.Reflection;
using System.Text;

namespace Athanor.Specs;

/// <summary>The glossary: finds a page by any of its names, whatever its case, spaces, hyphens, dashes and underscores.</summary>
public sealed class TermIndex
{
    private const string Folder = "docs/terms/";

    private static readonly Lazy<TermIndex> Embedded = new(() => FromResources(typeof(TermIndex).Assembly));

    private readonly Dictionary<string, TermPage> _byName = new(StringComparer.Ordinal);

    /// <summary>An index of <paramref name="pages"/>. Of two pages with one name the first has it.</summary>
    public TermIndex(IEnumerable<TermPage> pages)
    {
        Pages = [.. pages.OrderBy(page => page.Page, StringComparer.Ordinal)];
        foreach (TermPage page in Pages)
        {
            foreach (string name in page.Names)
            {
                _byName.TryAdd(Fold(name), page);
            }
        }
    }

    /// <summary>The pages that Athanor brings.</summary>
    /// <exception cref="RecipeException">A page is not in the format of <c>docs/terms/README.md</c>.</exception>
    public static TermIndex Default => Embedded.Value;

    /// <summary>Every page, in the order of their files.</summary>
    public IReadOnlyList<TermPage> Pages { get; }

    /// <summary>The pages that <paramref name="assembly"/> embeds under names that begin with <c>docs/terms/</c>.</summary>
    /// <exception cref="RecipeException">A page is not in the format of <c>docs/terms/README.md</c>.</exception>
    public static TermIndex FromResources(Assembly assembly) =>
        new(assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name =>
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return TermPageParser.Parse(reader.ReadToEnd(), name.Replace('\\', '/'));
        }));

    /// <summary>What is compared of a name: its letters and digits without case, spaces, hyphens, dashes (a name's – is typed as -) and underscores.</summary>
    public static string Fold(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormKC).Where(letter => letter != '_' && !char.IsWhiteSpace(letter) && !IsDash(letter))).ToLowerInvariant();

    /// <summary>The page of <paramref name="name"/>, or null.</summary>
    public TermPage? TryFind(string name) => _byName.GetValueOrDefault(Fold(name));

    /// <summary>The page of <paramref name="name"/>.</summary>
    /// <exception cref="RecipeException">No page has the name; the nearest is named.</exception>
    public TermPage Find(string name)
    {
        string suggestion = Suggestion.For(name, Pages.SelectMany(page => page.Names));
        return TryFind(name) ?? throw new RecipeException(
            ErrorCodes.UnknownTerm, "", $"no term '{name}'{(suggestion.Length > 0 ? suggestion : "; 'athanor terms' lists all")}");
    }

    private static bool IsDash(char letter) => char.GetUnicodeCategory(letter) == UnicodeCategory.DashPunctuation;
}
