using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Wellbeing.Api.Hosting;

/// <summary>The groups of the document, in the order in which a reader meets them, and which paths belong to each.</summary>
internal sealed class Tags : IDocumentFilter
{
    private static readonly Tag[] All =
    [
        new("officers", "Officers: entry, transfers, promotions, talents, contested entries, identity, departure."),
        new("history", "An officer's history, worded in the reader's language, and its replay event by event.")
        {
            Paths = ["officers/{id}/history", "officers/{id}/replay"],
        },
        new("units", "Units of the bureau, as a tree, and their facilities."),
        new("talks", "Heart-to-heart talks: arranged, held, missed; follow-ups; amendments."),
        new(
            "warnings",
            "Warnings about an officer by level, from being raised to being resolved, with their deadlines."
        ),
        new("interventions", "Help for an officer: sessions, plans, referrals and measured outcomes."),
        new("assessments", "Psychological tests, and counts of their results without names."),
        new("commendations", "Commendations, from the nomination to the ceremony."),
        new("activities", "Lectures, sport, culture and meetings, and who took part.") { Paths = ["attendances"] },
        new("leaves", "Leave: requested, granted, begun and returned from."),
        new("equipment", "Personal equipment, its inspections, and who is equipped as the standard list asks."),
        new("banquets", "Banquets that officers declare beforehand."),
        new("suggestions", "Suggestions of officers, and what became of them."),
        new("registers", "A unit's register of talks for a month, put together and signed at a place of the ledger."),
        new("reviews", "The quarterly review of a unit or of the bureau: figures, findings and actions."),
        new(
            "boards",
            "Figures of the day with the list behind each: care, warnings, coverage by talks, support, honours."
        )
        {
            Paths =
            [
                "care-board",
                "warning-board",
                "talk-coverage",
                "support-board",
                "transfers",
                "talents",
                "honours",
            ],
        },
        new("dashboards", "The year's figures of the bureau or a unit, and a stream of their changes."),
        new("notices", "What the caller is told, as a list and as a stream."),
        new("access", "Who read what and why; access beyond the usual reach, and its review.")
        {
            Paths = ["overrides", "officers/{id}/accesses"],
        },
        new("audit", "Events as stored, the signed ledger with its proofs, and an officer's dossier.")
        {
            Paths = ["officers/{id}/dossier"],
        },
        new("erasures", "Erasure in two steps by two persons, restriction of processing, legal hold.")
        {
            Paths = ["officers/{id}/erasure", "officers/{id}/restriction", "officers/{id}/legal-hold"],
        },
        new("policies", "Policies by version, and what changed rules would have made of the past.")
        {
            Paths = ["rules"],
        },
        new("imports", "Events of another system, streamed in, one a line."),
        new("webhooks", "Webhooks, their secrets, and the events that none of their attempts delivered."),
    ];

    /// <summary>The group of an endpoint: the one whose path goes furthest along with its own.</summary>
    public static string Of(string path)
    {
        var below = path.Split('/', 3)[^1].Split('.')[0];
        return All.SelectMany(tag => tag.Paths.Append(tag.Name).Select(start => (tag.Name, Start: start)))
            .Where(x => below == x.Start || below.StartsWith($"{x.Start}/", StringComparison.Ordinal))
            .DefaultIfEmpty((Name: below.Split('/')[0], Start: ""))
            .MaxBy(x => x.Start.Length)
            .Name;
    }

    /// <summary>Names the groups that the document has, each with what it is about.</summary>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var used = context.ApiDescriptions.Select(x => Of(x.RelativePath!)).ToHashSet(StringComparer.Ordinal);
        swaggerDoc.Tags = new HashSet<OpenApiTag>();
        foreach (var tag in All.Where(x => used.Contains(x.Name)))
            swaggerDoc.Tags.Add(new OpenApiTag { Name = tag.Name, Description = tag.About });
    }

    /// <param name="Name">The group, and the path below which its operations lie.</param>
    /// <param name="About">What it is about.</param>
    private sealed record Tag(string Name, string About)
    {
        /// <summary>Paths beside its own that belong to it.</summary>
        public IReadOnlyList<string> Paths { get; init; } = [];
    }
}
