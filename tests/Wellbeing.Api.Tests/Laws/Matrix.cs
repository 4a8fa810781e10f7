using System.Text.Json;
using System.Text.RegularExpressions;
using Wellbeing.Api.Hosting;
using static Wellbeing.Api.Hosting.Role;
using static Wellbeing.Api.Tests.Bureau;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>A request that is right, and to whose unit and badge its subject belongs.</summary>
internal sealed record Sample(string Path, object? Body = null, string? Unit = null, string? Badge = null)
{
    /// <summary>The officer whom the body names, where it does.</summary>
    public Guid? Officer { get; init; }

    /// <summary>Whether the subject has an open warning or intervention.</summary>
    public bool UnderCare { get; init; }

    /// <summary>Of a list or a count: whether an answer holds the subject. It answers everybody, whatever they reach.</summary>
    public Func<JsonElement, bool>? Shows { get; init; }
}

/// <summary>An endpoint: who may use it and whom they reach, and a sample of a request to it.</summary>
internal sealed partial record Row(string Endpoint, Right[] Rights, Func<Host.Running, Task<Sample>> SampleAsync)
{
    /// <summary>More subjects, such as one under care beside one who is not.</summary>
    public IReadOnlyList<Func<Host.Running, Task<Sample>>> Also { get; init; } = [];

    public Role[] May => [.. Rights.Select(x => x.Role)];

    public bool Appends =>
        Endpoint.StartsWith("POST", StringComparison.Ordinal)
        && !Endpoint.EndsWith("/imports", StringComparison.Ordinal);

    /// <summary>Whether it names what has to be there.</summary>
    public bool Names => Endpoint.Contains('{', StringComparison.Ordinal);

    public bool Continues => Appends && Names;

    public IEnumerable<Role> MayNot => Enum.GetValues<Role>().Except(May);

    /// <summary>Whom a role reaches; null where it may not use the endpoint at all.</summary>
    public Reaches? ReachOf(Role role) => Rights.SingleOrDefault(x => x.Role == role)?.Of(Method == HttpMethod.Get);

    public HttpMethod Method => new(Endpoint.Split(' ')[0]);

    /// <summary>Its path with names that nobody has.</summary>
    public string Unknown => Filled(Endpoint, name => name == "id" ? $"{Guid.CreateVersion7()}" : "nobody-has-this");

    /// <summary>An endpoint's path with each name filled in.</summary>
    public static string Filled(string endpoint, Func<string, string> name) =>
        Parameter().Replace(endpoint.Split(' ')[1], x => name(x.Groups["name"].Value));

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();

    public override string ToString() => Endpoint;
}

/// <summary>Every endpoint. One that is missing here fails a test, so that none goes without its laws.</summary>
internal static class Matrix
{
    private static readonly Right[] Office = [Administrator, Integrator];
    private static readonly Right[] Board = [Auditor, Commander, PoliticalOfficer];
    private static readonly Right[] Record = [.. Board, Officer];

    // Units and who serves in them are no care record: a system may look up all that it may name.
    private static readonly Right[] Directory = [Administrator, Integrator.To(Reaches.Everything)];
    private static readonly Right[] Tree = [.. Directory, .. Board];

    public static IReadOnlyList<Row> All { get; } =
    [
        List("units", Tree, "unitCode", x => x.Unit),
        OfUnit("GET /api/v1/units/{code}", Tree, null),
        new(
            "POST /api/v1/units",
            Office,
            _ =>
                Sample(
                    "units",
                    new
                    {
                        unitCode = Name("U"),
                        name = "Unit",
                        kind = "support",
                    }
                )
        ),
        OfUnit("POST /api/v1/units/{code}/rename", Office, new { name = "Another name" }),
        new("POST /api/v1/units/{code}/move", Office, MoveAsync),
        OfUnit("POST /api/v1/units/{code}/facilities", Office, new { facility = "relaxationRoom" }),
        new("POST /api/v1/units/{code}/facilities/withdraw", Office, WithdrawAsync),
        OfUnit("POST /api/v1/units/{code}/close", Office, new { }),
        List("officers", [.. Board, Administrator], "id", x => $"{x.Id}"),
        OfOfficer("GET /api/v1/officers/{id:guid}", [.. Record, .. Directory], null),
        new("GET /api/v1/officers/by-badge/{badge}", [.. Record, .. Directory], ByBadgeAsync),
        new("POST /api/v1/officers", Office, EnrolAsync),
        new("POST /api/v1/officers/{id:guid}/transfer", Office, TransferAsync),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/promotion",
            Office,
            new { rank = "sergeant", effectiveOn = "2024-01-01" }
        ),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/preferences",
            [.. Office, PoliticalOfficer, Officer],
            new { preference = "Nearer to the parents" }
        ),
        OfOfficer("POST /api/v1/officers/{id:guid}/talents", [.. Office, PoliticalOfficer], new { category = "music" }),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/milestones",
            [.. Office, PoliticalOfficer],
            new { kind = "oath", markedOn = "2024-01-01" }
        ),
        OfOfficer("POST /api/v1/officers/{id:guid}/identity", Office, new { name = "Another name" }),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/departure",
            Office,
            new { kind = "retired", departedOn = "2024-01-01" }
        ),
        OfOfficer("GET /api/v1/officers/{id}/history", Record, null),
        OfOfficer("GET /api/v1/officers/{id}/replay", Record, null),
        List("commendations", Record, "officerId", x => $"{x.Id}", (server, x) => server.NominationAsync(x)),
        OfNomination("GET /api/v1/commendations/{id:guid}", [.. Record, Integrator], null),
        new("POST /api/v1/commendations", [Commander, PoliticalOfficer, Integrator], NominateAsync),
        OfNomination(
            "POST /api/v1/commendations/{id:guid}/review",
            [Commander, Integrator],
            new { advice = "approve" }
        ),
        OfNomination(
            "POST /api/v1/commendations/{id:guid}/publicise",
            [Commander, PoliticalOfficer, .. Office],
            new { publicisedOn = "2024-03-02" }
        ),
        OfNomination("POST /api/v1/commendations/{id:guid}/approve", Office, Approval),
        OfNomination(
            "POST /api/v1/commendations/{id:guid}/decline",
            [Commander, .. Office],
            new { reason = "Not yet" }
        ),
        OfApproved("POST /api/v1/commendations/{id:guid}/confer", Office, new { conferredOn = "2024-04-01" }),
        OfApproved("POST /api/v1/commendations/{id:guid}/revoke", Office, new { reason = "A mistake" }),
        new("POST /api/v1/imports", [Integrator], _ => Sample("imports?dryRun=true")),
        new("GET /api/v1/audit/events", [Auditor], EventsAsync),
        OfStream("GET /api/v1/audit/streams/{id}", [Auditor]),
        new("GET /api/v1/honours", Board, HonoursAsync),
        List(
            "honours/recipients?kind=individual",
            Board,
            "officerId",
            x => $"{x.Id}",
            (server, x) => server.ApprovedAsync(x)
        ),
        List("honours/headcount", Board, "officerId", x => $"{x.Id}"),
        new(
            "GET /api/v1/dashboards/bureau",
            [Auditor, Commander.To(Reaches.WholeBureau), PoliticalOfficer.To(Reaches.WholeBureau)],
            server => OfUnitAsync(server, _ => "dashboards/bureau", null)
        ),
        OfUnit("GET /api/v1/dashboards/units/{code}", Board, null),
    ];

    private static Task<Sample> Sample(string path, object? body = null) => Task.FromResult(new Sample(path, body));

    /// <summary>A list that shows an officer, or what is the officer's, in an item whose field holds the value.</summary>
    private static Row List(
        string path,
        Right[] may,
        string field,
        Func<Known, string> value,
        Func<Host.Running, Known, Task>? prepareAsync = null
    ) =>
        new(
            $"GET /api/v1/{path.Split('?')[0]}",
            may,
            async server =>
            {
                var officer = await server.OfficerAsync();
                await (prepareAsync?.Invoke(server, officer) ?? Task.CompletedTask);
                return ListOf(
                    officer,
                    $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=500",
                    field,
                    value(officer)
                );
            }
        );

    private static Sample ListOf(Known officer, string path, string field, string value) =>
        About(officer, _ => path, null) with
        {
            Shows = answer =>
                answer
                    .GetProperty("items")
                    .EnumerateArray()
                    .Any(x => x.TryGetProperty(field, out var found) && found.GetString() == value),
        };

    private static Row OfUnit(string endpoint, Right[] may, object? body) =>
        new(endpoint, may, server => OfUnitAsync(server, code => Filled(endpoint, code), body));

    private static Row OfOfficer(string endpoint, Right[] may, object? body) =>
        new(endpoint, may, async server => About(await server.OfficerAsync(), x => Filled(endpoint, x.Id), body));

    private static Row OfStream(string endpoint, Right[] may) => OfOfficer(endpoint, may, null);

    private static Row OfNomination(string endpoint, Right[] may, object? body) =>
        OfCommendation(endpoint, may, body, (server, officer) => server.NominationAsync(officer));

    private static Row OfApproved(string endpoint, Right[] may, object? body) =>
        OfCommendation(endpoint, may, body, (server, officer) => server.ApprovedAsync(officer));

    private static Row OfCommendation(
        string endpoint,
        Right[] may,
        object? body,
        Func<Host.Running, Known, Task<Guid>> make
    ) =>
        new(
            endpoint,
            may,
            async server =>
            {
                var officer = await server.OfficerAsync();
                var id = await make(server, officer);
                return About(officer, _ => Filled(endpoint, id), body);
            }
        );

    private static async Task<Sample> OfUnitAsync(Host.Running server, Func<string, string> path, object? body)
    {
        var officer = await server.OfficerAsync(body is null ? null : await server.UnitAsync());
        if (body is null)
            return new(path(officer.Unit), null, officer.Unit, officer.Badge);
        var unit = await server.UnitAsync();
        return new(path(unit), body, unit);
    }

    private static async Task<Sample> MoveAsync(Host.Running server) =>
        new($"units/{await server.UnitAsync()}/move", new { parentCode = await server.UnitAsync() });

    private static async Task<Sample> WithdrawAsync(Host.Running server)
    {
        var unit = await server.UnitAsync();
        var facility = new { facility = "relaxationRoom" };
        var provided = new { facility.facility, occurredAt = Long.Ago };
        (await server.Administrator().PostAsync($"units/{unit}/facilities", provided)).Done();
        return new($"units/{unit}/facilities/withdraw", facility);
    }

    private static async Task<Sample> EventsAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        return ListOf(officer, $"audit/events?officer={officer.Id}", "streamId", $"{officer.Id}");
    }

    private static async Task<Sample> HonoursAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        await server.ApprovedAsync(officer);
        return About(officer, _ => "honours", null) with
        {
            Shows = answer => answer.GetProperty("individuals").GetProperty("value").GetDecimal() > 0,
        };
    }

    private static async Task<Sample> ByBadgeAsync(Host.Running server) =>
        About(await server.OfficerAsync(), x => $"officers/by-badge/{x.Badge}", null);

    private static async Task<Sample> EnrolAsync(Host.Running server) =>
        new(
            "officers",
            new
            {
                badgeNumber = Name("P"),
                name = "Somebody",
                unitCode = await server.UnitAsync(),
                appointedOn = "2020-01-01",
            }
        );

    private static async Task<Sample> TransferAsync(Host.Running server)
    {
        var body = new
        {
            toUnit = await server.UnitAsync(),
            reason = "rotation",
            effectiveOn = "2024-01-01",
        };
        return About(await server.OfficerAsync(), x => $"officers/{x.Id}/transfer", body);
    }

    private static async Task<Sample> NominateAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        return About(officer, _ => "commendations", Nomination(officer));
    }

    private static Sample About(Known officer, Func<Known, string> path, object? body) =>
        new(path(officer), body, officer.Unit, officer.Badge) { Officer = officer.Id };

    private static string Filled(string endpoint, object name) => Row.Filled(endpoint, _ => $"{name}");
}
