using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Athanor.Specs.Typed;

/// <summary>The summaries of types and options, from the XML file that lies beside an assembly; none where it does not.</summary>
internal static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    public static string? Summary(Type type) => Find(type.Assembly, "T:" + Id(type));

    /// <summary>An override without words of its own has those of what it overrides.</summary>
    public static string? Summary(PropertyInfo property)
    {
        for (Type? type = property.ReflectedType; type is not null; type = type.BaseType)
        {
            if (Find(type.Assembly, $"P:{Id(type)}.{property.Name}") is { } summary)
            {
                return summary;
            }
        }

        return null;
    }

    private static string? Find(Assembly assembly, string id) =>
        Files.GetOrAdd(assembly, Load).TryGetValue(id, out XElement? member) && member.Element("summary") is { } summary ? Text(summary) : null;

    private static string Id(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        string file = assembly.Location.Length == 0 ? "" : Path.ChangeExtension(assembly.Location, ".xml");
        try
        {
            return !File.Exists(file)
                ? []
                : XDocument.Load(file).Descendants("member").DistinctBy(Name, StringComparer.Ordinal).ToDictionary(Name, StringComparer.Ordinal);
        }
        catch (Exception broken) when (broken is XmlException or IOException)
        {
            // Descriptions help an editor; a schema without them is still whole.
            return [];
        }
    }

    private static string Name(XElement member) => (string?)member.Attribute("name") ?? "";

    private static string Text(XElement summary)
    {
        foreach (XElement reference in summary.Descendants().Where(element => element.Attribute("cref") is not null || element.Attribute("name") is not null).ToList())
        {
            string target = (string?)reference.Attribute("cref") ?? (string)reference.Attribute("name")!;
            reference.ReplaceWith(reference.IsEmpty ? target[(target.LastIndexOfAny(['.', ':']) + 1)..] : reference.Value);
        }

        return Blanks().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
