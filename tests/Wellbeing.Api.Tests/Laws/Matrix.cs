using System.Text.Json;
using System.Text.RegularExpressions;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Ledger;
using Wellbeing.Api.Tests.Rules;
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

    /// <summary>Of who reaches the subject: the code with which a rule says no all the same.</summary>
    public Func<Role, Relation, string?> RefusedWith { get; init; } = (_, _) => null;

    /// <summary>The badge of somebody in a role whom nothing refuses: the subject's, unless it is the subject who may not.</summary>
    public string? BadgeOf(Role role) => RefusedWith(role, Relation.Own) is null ? Badge : null;

    /// <summary>Of a list or a count: whether an answer holds the subject. It answers everybody, whatever they reach.</summary>
    public Func<JsonElement, bool>? Shows { get; init; }

    /// <summary>The same of a file.</summary>
    public Func<string, bool>? ShowsInFile { get; init; }

    /// <summary>Whether it answers everybody, each with what they reach.</summary>
    public bool Shares => Shows is not null || ShowsInFile is not null;
}

/// <summary>An endpoint: who may use it and whom they reach, and a sample of a request to it.</summary>
internal sealed partial record Row(string Endpoint, Right[] Rights, Func<Host.Running, Task<Sample>> SampleAsync)
{
    /// <summary>More subjects, such as one under care beside one who is not.</summary>
    public IReadOnlyList<Func<Host.Running, Task<Sample>>> Also { get; init; } = [];

    public Role[] May => [.. Rights.Select(x => x.Role)];

    /// <summary>True where every subject is under care, since the request is about the care itself.</summary>
    public bool CareAlone { get; init; }

    public bool Appends =>
        Endpoint.StartsWith("POST", StringComparison.Ordinal)
        && !Endpoint.EndsWith("/imports", StringComparison.Ordinal)
        && !Asks
        && !Sets
        && !Endpoint.EndsWith("/read", StringComparison.Ordinal)
        && !Discloses;

    /// <summary>Whether it opens sealed text.</summary>
    public bool Discloses =>
        Endpoint.EndsWith("/disclosures", StringComparison.Ordinal)
        || Endpoint.EndsWith("/dossier", StringComparison.Ordinal);

    /// <summary>Whether its body asks a question, which changes nothing.</summary>
    public bool Asks => Endpoint.EndsWith("/what-if", StringComparison.Ordinal);

    /// <summary>Whether it sets how the server works, which is a fact of nobody's record.</summary>
    public bool Sets => Endpoint.StartsWith("POST /api/v1/webhooks", StringComparison.Ordinal);

    /// <summary>Whether it names what has to be there.</summary>
    public bool Names =>
        Endpoint.Replace(".{format", "", StringComparison.Ordinal).Contains('{', StringComparison.Ordinal);

    /// <summary>Whether it writes to a stream of which the bureau has one alone, so that tests meet there.</summary>
    public bool Shared => Endpoint == "POST /api/v1/policies/{kind}";

    public bool Continues => Appends && Names;

    /// <summary>Whether the caller says when it happened; what binds the record itself happens when it is put on record.</summary>
    public bool Dated => Appends && !Undated.Any(x => Endpoint.Contains(x, StringComparison.Ordinal));

    private static readonly string[] Undated =
    [
        "/overrides",
        "/erasure",
        "/restriction",
        "/legal-hold",
        "/contest",
        "/policies",
    ];

    public IEnumerable<Role> MayNot => Enum.GetValues<Role>().Except(May);

    /// <summary>Whom a role reaches; null where it may not use the endpoint at all.</summary>
    public Reaches? ReachOf(Role role) => Rights.SingleOrDefault(x => x.Role == role)?.Of(Method == HttpMethod.Get);

    public HttpMethod Method => new(Endpoint.Split(' ')[0]);

    /// <summary>Its path with names that nobody has.</summary>
    public string Unknown => Filled(Endpoint, UnknownName);

    private static string UnknownName(string name) =>
        name switch
        {
            "id" or "eventId" => $"{Guid.CreateVersion7()}",
            "number" => "99",
            "format" => "csv",
            _ => "nobody-has-this",
        };

    /// <summary>An endpoint's path with each name filled in.</summary>
    public static string Filled(string endpoint, Func<string, string> name) =>
        Parameter().Replace(endpoint.Split(' ')[1], x => name(x.Groups["name"].Value));

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();

    public override string ToString() => Endpoint;
}

/// <summary>Every endpoint. One that is missing here fails a test, so that none goes without its laws.</summary>
internal static partial class Matrix
{
    private static readonly Right[] Office = [Administrator, Integrator];
    private static readonly Right[] Board = [Auditor, Commander, PoliticalOfficer];
    private static readonly Right[] Record = [.. Board, Officer, Counsellor];
    private static readonly Right[] Care = [PoliticalOfficer, Integrator];
    private static readonly Right[] Help = [PoliticalOfficer, Counsellor, Integrator];

    // A system goes on with what it began.
    private static readonly Right[] CareStep = [PoliticalOfficer, Integrator.To(Reaches.WhatItPosted)];
    private static readonly Right[] HelpStep = [PoliticalOfficer, Counsellor, Integrator.To(Reaches.WhatItPosted)];
    private static readonly Right[] Sealed = [PoliticalOfficer, Counsellor, Officer, Auditor];

    // Units and who serves in them are no care record: a system may look up all that it may name.
    private static readonly Right[] Directory = [Administrator, Integrator.To(Reaches.Everything)];
    private static readonly Right[] Tree = [.. Directory, .. Board];

    // What is in force is no secret, and about nobody.
    private static readonly Right[] Told = [.. Record.Select(x => x.Role.To(Reaches.Everything))];
    private static readonly Right[] Anybody = [.. Enum.GetValues<Role>().Select(x => x.To(Reaches.Everything))];

    private static readonly object Calendar = new
    {
        validFrom = "2030-01-01",
        content = new
        {
            source = "State Council, holidays of 2030",
            closed = new[] { "2030-01-01" },
            worked = Array.Empty<string>(),
        },
    };

    private static readonly IReadOnlyList<Row> Whole =
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
        WithCare(List("officers", [.. Board, Administrator, Counsellor], "id", x => $"{x.Id}")),
        WithCare(OfOfficer("GET /api/v1/officers/{id:guid}", [.. Record, .. Directory], null)),
        WithCare(new("GET /api/v1/officers/by-badge/{badge}", [.. Record, .. Directory], ByBadgeAsync)),
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
        OfReturn(),
        OfOrder("transfer"),
        OfOrder("promotion"),
        OfOrder("departure"),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/erasure",
            [Administrator],
            new { basis = "retentionEnded", reason = "Ten years ago" },
            (_, _) => Task.CompletedTask,
            Own
        ),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/erasure/withdraw",
            [Administrator, Auditor],
            new { reason = "Still heard" },
            (server, x) => server.ProposedAsync(x)
        ),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/erasure/confirm",
            [Auditor],
            Basis,
            (server, x) => server.ProposedAsync(x),
            Own
        ),
        List("erasures", [Auditor, Administrator], "officerId", x => $"{x.Id}", (server, x) => server.ProposedAsync(x)),
        OfOfficer(
            "GET /api/v1/erasures/{id:guid}",
            [Auditor, Administrator],
            null,
            (server, x) => server.ProposedAsync(x)
        ),
        OfOfficer(
            "GET /api/v1/erasures/{id:guid}/certificate",
            [Auditor, Administrator],
            null,
            (server, x) => server.ErasedAsync(x)
        ),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/restriction",
            [Administrator],
            new { basis = "accuracyContested", reason = "Being looked into" }
        ),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/restriction/lift",
            [Administrator],
            new { reason = "It was right" },
            (server, x) => server.OfOfficerAsync(x, "restriction", new { basis = "accuracyContested" })
        ),
        OfOfficer("POST /api/v1/officers/{id:guid}/legal-hold", [Administrator], new { reason = "An inquest" }),
        OfOfficer(
            "POST /api/v1/officers/{id:guid}/legal-hold/lift",
            [Administrator],
            new { reason = "The inquest is over" },
            (server, x) => server.OfOfficerAsync(x, "legal-hold", new { })
        ),
        new("POST /api/v1/officers/{id:guid}/contest", [Officer], ContestAsync),
        new("POST /api/v1/officers/{id:guid}/contest/answer", [PoliticalOfficer], AnswerAsync),
        WithCare(
            OfOfficer(
                "POST /api/v1/officers/{id:guid}/disclosures",
                Sealed,
                new { purpose = "The next rotation" },
                (server, x) => server.OfOfficerAsync(x, "preferences", new { preference = "Nearer to the parents" })
            )
        ),
        WithCare(OfOfficer("GET /api/v1/officers/{id}/history", Record, null)),
        WithCare(OfOfficer("GET /api/v1/officers/{id}/replay", Record, null)),
        OfOfficer("GET /api/v1/officers/{id}/accesses", [Auditor, Officer], null),
        OfOfficer("POST /api/v1/officers/{id:guid}/dossier", [Auditor], new { purpose = "An inspection" }),
        List(
            "commendations",
            [.. Board, Officer],
            "officerId",
            x => $"{x.Id}",
            (server, x) => server.NominationAsync(x)
        ),
        WithCare(OfNomination("GET /api/v1/commendations/{id:guid}", [.. Record, Integrator], null)),
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
        WithCare(List("talks", Record, "officerId", x => $"{x.Id}", (server, x) => server.TalkAsync(x))),
        WithCare(OfRecord("GET /api/v1/talks/{id:guid}", [.. Record, Integrator], null, (s, x) => s.TalkAsync(x))),
        OfBody("POST /api/v1/talks", Care, Talk),
        OfRecord(
            "POST /api/v1/talks/{id:guid}/hold",
            CareStep,
            new { heldAt = "2024-03-02T09:00:00+08:00", narrative = "Sleeps badly." },
            (s, x) => s.ScheduledAsync(x)
        ),
        OfRecord(
            "POST /api/v1/talks/{id:guid}/miss",
            CareStep,
            new { reason = "On duty" },
            (s, x) => s.ScheduledAsync(x)
        ),
        OfRecord(
            "POST /api/v1/talks/{id:guid}/cancel",
            CareStep,
            new { reason = "Twice" },
            (s, x) => s.ScheduledAsync(x)
        ),
        OfRecord(
            "POST /api/v1/talks/{id:guid}/follow-ups",
            CareStep,
            new
            {
                what = "Other shifts",
                owner = "po-1",
                dueOn = "2099-04-01",
            },
            (s, x) => s.TalkAsync(x)
        ),
        new("POST /api/v1/talks/{id:guid}/follow-ups/{number:int}/done", CareStep, FollowUpAsync),
        OfRecord(
            "POST /api/v1/talks/{id:guid}/amend",
            CareStep,
            new { mood = 2, reason = "Misheard" },
            (s, x) => s.TalkAsync(x)
        ),
        OfRecord(
            "POST /api/v1/talks/{id:guid}/void",
            CareStep,
            new { reason = "Another officer" },
            (s, x) => s.TalkAsync(x),
            // Of a system only the one that recorded it reaches it.
            (role, _) => role == Integrator ? "second-person-needed" : null
        ),
        WithCare(
            OfRecord(
                "POST /api/v1/talks/{id:guid}/disclosures",
                Sealed,
                new { purpose = "The next talk" },
                (s, x) => s.TalkAsync(x)
            )
        ),
        WithCare(List("warnings", Record, "officerId", x => $"{x.Id}", (server, x) => server.DismissedAsync(x))),
        WithCare(
            OfRecord("GET /api/v1/warnings/{id:guid}", [.. Record, Integrator], null, (s, x) => s.DismissedAsync(x))
        ),
        OfBody(
            "POST /api/v1/warnings",
            [PoliticalOfficer, Counsellor.To(Reaches.Everything), Officer, Integrator],
            x => Warning(x, "self")
        ),
        OfRecord(
            "POST /api/v1/warnings/{id:guid}/acknowledge",
            [Commander, Integrator.To(Reaches.WhatItPosted)],
            new { },
            (s, x) => s.WarningAsync(x)
        ),
        OfRecord(
            "POST /api/v1/warnings/{id:guid}/assign",
            CareStep,
            new { to = "counsellor-3" },
            (s, x) => s.AcknowledgedAsync(x)
        ),
        OfRecord(
            "POST /api/v1/warnings/{id:guid}/reclassify",
            CareStep,
            new { level = "red", reason = "Worse" },
            (s, x) => s.WarningAsync(x)
        ),
        OfRecord(
            "POST /api/v1/warnings/{id:guid}/escalate",
            HelpStep,
            new { reason = "Nobody is free", missed = "acknowledge" },
            (s, x) => s.WarningAsync(x)
        ) with
        {
            CareAlone = true,
        },
        OfRecord(
            "POST /api/v1/warnings/{id:guid}/resolve",
            CareStep,
            new { outcome = "helped", note = "Sleeps again" },
            (s, x) => s.WarningAsync(x)
        ),
        OfRecord(
            "POST /api/v1/warnings/{id:guid}/dismiss",
            CareStep,
            new { reason = "Twice" },
            (s, x) => s.WarningAsync(x)
        ),
        OfRecord(
            "POST /api/v1/warnings/{id:guid}/reopen",
            CareStep,
            new { reason = "It came back" },
            (s, x) => s.DismissedAsync(x)
        ),
        WithCare(
            OfRecord(
                "POST /api/v1/warnings/{id:guid}/disclosures",
                Sealed,
                new { purpose = "To decide on help", field = "evidence" },
                (s, x) => s.DismissedAsync(x)
            )
        ),
        WithCare(List("interventions", Record, "officerId", x => $"{x.Id}", (server, x) => server.AbandonedAsync(x))),
        WithCare(
            OfRecord(
                "GET /api/v1/interventions/{id:guid}",
                [.. Record, Integrator],
                null,
                (s, x) => s.AbandonedAsync(x)
            )
        ),
        WithCare(OfBody("POST /api/v1/interventions", Help, x => Intervention(x))),
        OfCare(
            "sessions",
            new
            {
                heldAt = "2024-03-20T15:00:00+08:00",
                with = "counsellor-3",
                mode = "inPerson",
                progress = "improved",
                note = "Spoke about sleep",
            }
        ),
        OfCare("plan", new { plan = "Two more sessions" }),
        OfCare("refer", new { to = "hospital", reason = "Needs a diagnosis" }),
        OfCare(
            "outcomes",
            new
            {
                instrument = "PHQ-9",
                score = 6,
                band = "mild",
            }
        ),
        OfCare("suspend", new { reason = "In hospital" }),
        OfRecord("POST /api/v1/interventions/{id:guid}/resume", HelpStep, new { }, (s, x) => s.SuspendedAsync(x)) with
        {
            CareAlone = true,
        },
        OfCare("complete", new { outcome = "improved", note = "Sleeps again" }),
        OfCare("abandon", new { reason = "Moved away" }),
        WithCare(
            OfRecord(
                "POST /api/v1/interventions/{id:guid}/disclosures",
                Sealed,
                new { purpose = "To take over" },
                (s, x) => s.AbandonedAsync(x)
            )
        ),
        .. OfAssessments,
        .. Personal,
        List("overrides", [Auditor], "officerId", x => $"{x.Id}", (server, x) => server.OverrideAsync(x)),
        OfRecord(
            "GET /api/v1/overrides/{id:guid}",
            [Auditor, Officer, PoliticalOfficer.To(Reaches.Nobody), Counsellor.To(Reaches.Nobody)],
            null,
            (s, x) => s.OverrideAsync(x)
        ),
        new(
            "POST /api/v1/overrides",
            [Counsellor.To(Reaches.Everything), PoliticalOfficer.To(Reaches.Everything)],
            OverrideAsync
        ),
        OfRecord(
            "POST /api/v1/overrides/{id:guid}/review",
            [Auditor],
            new { verdict = "justified", note = "A life was at stake" },
            (s, x) => s.OverrideAsync(x)
        ),
        WithCare(List("notices", Record, "officerId", x => $"{x.Id}", (server, x) => server.NoticedAsync(x))),
        new("GET /api/v1/notices/stream", Told, _ => Sample("notices/stream?seconds=0")),
        OfRecord(
            "POST /api/v1/notices/{id:guid}/read",
            [
                Auditor,
                Officer,
                PoliticalOfficer.To(Reaches.Nobody),
                Commander.To(Reaches.Nobody),
                Counsellor.To(Reaches.Nobody),
            ],
            new { },
            (s, x) => s.NoticedAsync(x)
        ),
        new("GET /api/v1/policies", Anybody, _ => Sample("policies?at=2024-01-01")),
        new("GET /api/v1/policies/{kind}", Anybody, _ => Sample("policies/awards")),
        new("POST /api/v1/policies/{kind}", [Administrator], _ => Sample("policies/workingCalendar", Calendar)),
        new(
            "POST /api/v1/rules/what-if",
            [Administrator, Auditor],
            _ => Sample("rules/what-if", new { rules = RuleBodies.Content([]) })
        ),
        .. Webhooks,
        new("POST /api/v1/imports", [Integrator], _ => Sample("imports?dryRun=true")),
        new("GET /api/v1/audit/events", [Auditor], EventsAsync),
        new("GET /api/v1/audit/checkpoint", [Auditor], server => LedgerAsync(server, _ => "audit/checkpoint")),
        new("GET /api/v1/audit/consistency", [Auditor], server => LedgerAsync(server, _ => "audit/consistency?from=1")),
        new("GET /api/v1/audit/proofs/{seq}", [Auditor], server => LedgerAsync(server, seq => $"audit/proofs/{seq}")),
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
        new(
            "GET /api/v1/dashboards/stream",
            Board,
            server => OfUnitAsync(server, code => $"dashboards/stream?seconds=0&unit={code}", null)
        ),
        .. OfUnitsTogether,
        .. OfBoards(),
    ];

    public static IReadOnlyList<Row> All { get; } = [.. Whole, .. Files(Whole)];

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

    /// <summary>The same of an officer for whom something was put on record before.</summary>
    private static Row OfOfficer(
        string endpoint,
        Right[] may,
        object? body,
        Func<Host.Running, Known, Task> prepareAsync,
        Func<Role, Relation, string?>? refusedWith = null
    ) =>
        new(
            endpoint,
            may,
            async server =>
            {
                var officer = await server.OfficerAsync();
                await prepareAsync(server, officer);
                var sample = About(officer, x => Filled(endpoint, x.Id), body);
                return refusedWith is null ? sample : sample with { RefusedWith = refusedWith };
            }
        );

    /// <summary>Nobody erases oneself, in whatever role.</summary>
    private static string? Own(Role role, Relation relation) => relation == Relation.Own ? "own-erasure" : null;

    private static Row OfStream(string endpoint, Right[] may) => OfOfficer(endpoint, may, null);

    private static Row OfNomination(string endpoint, Right[] may, object? body) =>
        OfRecord(endpoint, may, body, (server, officer) => server.NominationAsync(officer));

    private static Row OfApproved(string endpoint, Right[] may, object? body) =>
        OfRecord(endpoint, may, body, (server, officer) => server.ApprovedAsync(officer));

    /// <summary>A step of an open intervention of a kind that is not a counsellor's alone.</summary>
    private static Row OfCare(string step, object body) =>
        OfRecord(
            $"POST /api/v1/interventions/{{id:guid}}/{step}",
            HelpStep,
            body,
            (s, x) => s.InterventionAsync(x)
        ) with
        {
            CareAlone = true,
        };

    /// <summary>Something that is put on record about the officer whom the body names.</summary>
    private static Row OfBody(string endpoint, Right[] may, Func<Known, object> body) =>
        new(
            endpoint,
            may,
            async server =>
            {
                var officer = await server.OfficerAsync();
                return About(officer, _ => endpoint.Split("/api/v1/")[1], body(officer));
            }
        );

    private static Row OfRecord(
        string endpoint,
        Right[] may,
        object? body,
        Func<Host.Running, Known, Task<Guid>> make,
        Func<Role, Relation, string?>? refusedWith = null
    ) =>
        new(
            endpoint,
            may,
            async server =>
            {
                var officer = await server.OfficerAsync();
                var id = await make(server, officer);
                var sample = About(officer, _ => Filled(endpoint, id), body);
                return refusedWith is null ? sample : sample with { RefusedWith = refusedWith };
            }
        );

    /// <summary>The same with a subject under care as well.</summary>
    private static Row WithCare(Row row) =>
        row with
        {
            Also =
            [
                async server =>
                {
                    var sample = await row.SampleAsync(server);
                    await server.WarningAsync(new Known(sample.Officer!.Value, sample.Badge!, sample.Unit!));
                    return sample with { UnderCare = true };
                },
            ],
        };

    /// <summary>Who left comes back.</summary>
    private static Row OfReturn() =>
        new(
            "POST /api/v1/officers/{id:guid}/reinstatement",
            Office,
            async server =>
            {
                var officer = await server.OfficerAsync();
                var left = new { kind = "transferredOut", departedOn = "2024-06-01" };
                (await server.Administrator().PostAsync($"officers/{officer.Id}/departure", left)).Done();
                return About(
                    officer,
                    x => $"officers/{x.Id}/reinstatement",
                    new
                    {
                        unitCode = officer.Unit,
                        on = "2025-09-01",
                        reason = "Back again",
                    }
                );
            }
        );

    /// <summary>An order that waits for its day is taken back.</summary>
    private static Row OfOrder(string what) =>
        new(
            $"POST /api/v1/officers/{{id:guid}}/{what}/{{number:int}}/rescind",
            Office,
            async server =>
            {
                var officer = await server.OfficerAsync();
                var number = await server.OrderedAsync(officer, what);
                return About(officer, x => $"officers/{x.Id}/{what}/{number}/rescind", new { });
            }
        );

    private static async Task<Sample> FollowUpAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);
        var agreed = new
        {
            what = "Other shifts",
            owner = "po-1",
            dueOn = "2024-04-01",
            occurredAt = Bureau.Held,
        };
        (await server.Integrator().PostAsync($"talks/{talk}/follow-ups", agreed)).Done();
        return About(officer, _ => $"talks/{talk}/follow-ups/1/done", new { note = "Granted" });
    }

    private static async Task<Sample> OverrideAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        return About(officer, _ => "overrides", new { officerId = officer.Id, reason = "In danger" }) with
        {
            RefusedWith = (role, relation) =>
                role == PoliticalOfficer && relation is Relation.Unit or Relation.Below ? "already-within-reach" : null,
        };
    }

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

    private static async Task<Sample> LedgerAsync(Host.Running server, Func<long, string> path) =>
        new(path(await server.SequencedAsync()));

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

    private static async Task<Sample> ContestAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        var entryId = await server.EntryAsync(officer);
        return About(officer, x => $"officers/{x.Id}/contest", new { entryId, statement = "I was on duty" });
    }

    private static async Task<Sample> AnswerAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        var entryId = await server.ContestedAsync(officer);
        var body = new
        {
            entryId,
            outcome = "stands",
            answer = "The roster says so",
        };
        return About(officer, x => $"officers/{x.Id}/contest/answer", body) with { RefusedWith = NotOnes };
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
