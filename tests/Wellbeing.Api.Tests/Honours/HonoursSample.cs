using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Tests.Honours;

/// <summary>Units, officers, their stays and commendations by chance; the plain counts say what must come out.</summary>
internal sealed class HonoursSample
{
    private static readonly string[] Titles =
    [
        "Superintendent'S Award",
        "Recognition / Outside Agency",
        "100% & more = yes? #1 + 2",
        "见义勇为",
        "Plain",
    ];

    private readonly Random _chance;

    public HonoursSample(int seed)
    {
        _chance = new Random(seed);
        Units = [.. Tree.Select(x => new Unit(Id(), x.Code, x.Code, x.Kind, x.Parent, []))];
        for (var i = 0; i < 60; i++)
            AddOfficer();
        for (var i = 0; i < 400; i++)
            Commendations.Add(Commendation());
    }

    public IReadOnlyList<Unit> Units { get; }

    public List<Officer> Officers { get; } = [];

    public List<PostingRow> Postings { get; } = [];

    public List<Commendation> Commendations { get; } = [];

    /// <summary>A period, open on either side now and then.</summary>
    public Period Period()
    {
        var (a, b) = (Day(), Day());
        var (from, to) = a < b ? (a, b) : (b, a);
        return new Period(_chance.Next(4) == 0 ? null : from, _chance.Next(4) == 0 ? null : to);
    }

    /// <summary>A unit's code and the codes of the units below it; all units' for null.</summary>
    public HashSet<string> Below(string? unit) =>
        [.. Units.Where(x => unit is null || Above(x).Contains(unit)).Select(x => x.UnitCode)];

    public bool Frontline(string unit) => Units.Single(x => x.UnitCode == unit).Kind == UnitKind.Frontline;

    /// <summary>Each officer's unit on a day, for those who serve; the stay entered last counts.</summary>
    public Dictionary<Guid, string> Serving(DateOnly on) =>
        Postings
            .Where(x => x.FromOn <= on && (x.UntilOn is null || x.UntilOn > on))
            .GroupBy(x => x.OfficerId)
            .ToDictionary(x => x.Key, x => x.MaxBy(stay => stay.Ordinal)!.UnitCode);

    private static readonly (string Code, string? Parent, UnitKind Kind)[] Tree =
    [
        ("BUREAU", null, UnitKind.Headquarters),
        ("A", "BUREAU", UnitKind.Support),
        ("A/1", "A", UnitKind.Frontline),
        ("A/2", "A", UnitKind.Frontline),
        ("B", "BUREAU", UnitKind.Frontline),
        ("B 1", "B", UnitKind.Frontline),
        ("C", "BUREAU", UnitKind.Support),
    ];

    private IEnumerable<string> Above(Unit unit)
    {
        for (Unit? at = unit; at is not null; at = Units.SingleOrDefault(x => x.UnitCode == at.ParentCode))
            yield return at.UnitCode;
    }

    private void AddOfficer()
    {
        var (id, from, stays) = (Id(), new DateOnly(2020, 1, 1).AddDays(_chance.Next(500)), _chance.Next(1, 5));
        var unit = "";
        for (var ordinal = 1; ordinal <= stays; ordinal++)
        {
            unit = One(Units).UnitCode;
            // Now and then an officer moves twice on one day.
            var until = from.AddDays(Math.Max(0, _chance.Next(-100, 500)));
            var left = ordinal == stays && _chance.Next(5) > 0;
            Postings.Add(new PostingRow(id, ordinal, unit, from, left ? null : until));
            from = until;
        }
        Officers.Add(
            new Officer(id, unit, null, null, from, OfficerStatus.Serving, from, null, [new Posting(unit, from)], [])
        );
    }

    private Commendation Commendation()
    {
        var collective = _chance.Next(5) == 0;
        var nominated = new Commendation(
            Id(),
            CommendationStatus.Nominated,
            collective ? RecipientKind.Collective : RecipientKind.Individual,
            collective ? null : One(Officers).Id,
            null,
            collective ? Id() : null,
            One(Units).UnitCode,
            One(Titles),
            One(Enum.GetValues<Deed>()),
            null,
            null,
            null,
            Day()
        );
        return _chance.Next(10) switch
        {
            0 => nominated,
            1 => nominated with { Status = CommendationStatus.Reviewed },
            2 => nominated with { Status = CommendationStatus.Declined, DeclinedOn = Later(nominated.NominatedOn) },
            var more => Approved(nominated, more),
        };
    }

    private Commendation Approved(Commendation nominated, int more)
    {
        var approved = nominated with
        {
            Status = CommendationStatus.Approved,
            Level = One(Enum.GetValues<CommendationLevel>()),
            Authority = One(Enum.GetValues<Authority>()),
            ApprovedOn = Later(nominated.NominatedOn),
        };
        if (more > 5)
            approved = approved with
            {
                Status = CommendationStatus.Conferred,
                ConferredOn = Later(approved.ApprovedOn!.Value),
            };
        return more is 5 or 9
            ? approved with
            {
                Status = CommendationStatus.Revoked,
                RevokedOn = Later(approved.ConferredOn ?? approved.ApprovedOn!.Value),
            }
            : approved;
    }

    private DateOnly Day() => new DateOnly(2022, 1, 1).AddDays(_chance.Next(800));

    private DateOnly Later(DateOnly day) => day.AddDays(_chance.Next(60));

    private T One<T>(IReadOnlyList<T> of) => of[_chance.Next(of.Count)];

    private Guid Id()
    {
        var bytes = new byte[16];
        _chance.NextBytes(bytes);
        return new Guid(bytes);
    }
}
