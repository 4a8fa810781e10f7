using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Wellbeing.Domain.Tests.Catalogues;

/// <summary>The domain's documentation comments, as Markdown.</summary>
internal sealed partial class Documentation
{
    private readonly Dictionary<string, XElement> members = XDocument
        .Load(Path.ChangeExtension(typeof(ICareEvent).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>What a type is.</summary>
    public string Summary(Type type) => Text(Member($"T:{type.FullName}").Element("summary"), type.Name);

    /// <summary>What a choice of an enum stands for.</summary>
    public string Summary(Type type, string choice) =>
        Text(Member($"F:{type.FullName}.{choice}").Element("summary"), $"{type.Name}.{choice}");

    /// <summary>What a record's parameter means, or what it has from its base.</summary>
    public string Parameter(Type type, string name) =>
        Text(
            Member($"T:{type.FullName}").Elements("param").SingleOrDefault(x => x.Attribute("name")!.Value == name)
                ?? members.GetValueOrDefault($"P:{type.BaseType!.FullName}.{name}")?.Element("summary"),
            $"{type.Name}.{name}"
        );

    private XElement Member(string name) =>
        members.GetValueOrDefault(name) ?? throw new InvalidOperationException($"{name} is not documented.");

    private static string Text(XElement? comment, string of)
    {
        if (comment is null)
            throw new InvalidOperationException($"{of} is not documented.");
        var text = string.Concat(comment.Nodes().Select(Inline)).Trim();
        return Spaces().Replace(text, " ").Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Inline(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "paramref" } parameter => $"`{Camel(parameter.Attribute("name")!.Value)}`",
            XElement { Name.LocalName: "see" } see => $"`{Camel(see.Attribute("cref")!.Value.Split('.')[^1])}`",
            _ => throw new InvalidOperationException($"The catalogue cannot show {node}."),
        };

    private static string Camel(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
