using Wellbeing.Api.Journal;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Honours;

/// <summary>The lists of exactly what the figures of a roll count.</summary>
internal sealed record HonoursLinks(HonoursQuestion Question)
{
    private readonly string _all = Link.To(
        "commendations",
        ("from", Question.Period.From),
        ("to", Question.Period.To),
        ("within", Question.Within)
    );

    public string Individuals => Honoured(RecipientKind.Individual);

    public string Collectives => Honoured(RecipientKind.Collective);

    /// <summary>The numerator of the frontline's share in honours.</summary>
    public string FrontlineApproved => Link.With(Met(CountedEvent.Approved), "frontline", "true");

    /// <summary>The numerator of the frontline's share in headcount.</summary>
    public string FrontlineServing =>
        Link.To("honours/headcount", ("on", Question.Day), ("frontline", "true"), ("within", Question.Within));

    /// <summary>The commendations that met an event within the period.</summary>
    public string Met(CountedEvent happened) => Link.With(_all, "event", Word.Of(happened));

    /// <summary>The commendations nominated within the period, of one key of a dimension.</summary>
    public string Of(string dimension, string key) => Link.With(_all, dimension, key);

    private string Honoured(RecipientKind kind) =>
        Link.To(
            "honours/recipients",
            ("kind", Word.Of(kind)),
            ("from", Question.Period.From),
            ("to", Question.Period.To),
            ("within", Question.Within)
        );
}
