using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Honours;

/// <summary>
/// The lists of exactly what the figures of a roll count: of a period, of the day of its headcount, and of a unit with those
/// below it.
/// </summary>
internal sealed record HonoursLinks(Period Period, DateOnly Day, string? Within)
{
    private readonly string _all = Link.To(
        "commendations",
        ("from", Period.From),
        ("to", Period.To),
        ("within", Within)
    );

    public string Individuals => Honoured(RecipientKind.Individual);

    public string Collectives => Honoured(RecipientKind.Collective);

    /// <summary>The numerator of the frontline's share in honours.</summary>
    public string FrontlineApproved => Link.With(Met(CountedEvent.Approved), "frontline", "true");

    /// <summary>The numerator of the frontline's share in headcount.</summary>
    public string FrontlineServing =>
        Link.To("honours/headcount", ("on", Day), ("frontline", "true"), ("within", Within));

    /// <summary>The commendations that met an event within the period.</summary>
    public string Met(CountedEvent happened) => Link.With(_all, "event", EnumNames.Of(happened));

    /// <summary>The commendations nominated within the period, of one key of a dimension.</summary>
    public string Of(string dimension, string key) => Link.With(_all, dimension, key);

    private string Honoured(RecipientKind kind) =>
        Link.To(
            "honours/recipients",
            ("kind", EnumNames.Of(kind)),
            ("from", Period.From),
            ("to", Period.To),
            ("within", Within)
        );
}
