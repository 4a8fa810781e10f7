using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Laws;
using Wellbeing.Api.Tests.Requests;

namespace Wellbeing.Api.Tests;

/// <summary>An officer whom a test put on record.</summary>
internal sealed record Known(Guid Id, string Badge, string Unit);

/// <summary>What tests put on record before they ask; every name is new, so that tests do not meet.</summary>
internal static class Bureau
{
    private static int _names;

    public static string Name(string prefix) => $"{prefix}{Interlocked.Increment(ref _names):000000}";

    public static Client Administrator(this Host.Running server) => server.As(Role.Administrator);

    public static Client Integrator(this Host.Running server) => server.As(Role.Integrator);

    /// <summary>Forms a unit; answers its code.</summary>
    public static async Task<string> UnitAsync(this Host.Running server, string? parentCode = null)
    {
        var unitCode = Name("U");
        var body = new
        {
            unitCode,
            name = $"Unit {unitCode}",
            kind = "frontline",
            parentCode,
            occurredAt = Long.Ago,
        };
        (await server.Administrator().PostAsync("units", body)).Made();
        return unitCode;
    }

    public static async Task<Known> OfficerAsync(this Host.Running server, string? unit = null)
    {
        var (badge, unitCode) = (Name("T"), unit ?? await server.UnitAsync());
        var body = new
        {
            badgeNumber = badge,
            name = $"Name of {badge}",
            unitCode,
            appointedOn = "2015-07-01",
        };
        return new(IdOf((await server.Administrator().PostAsync("officers", body)).Made()), badge, unitCode);
    }

    /// <summary>Orders a transfer, a promotion or a departure for a year ahead; answers the order's number.</summary>
    public static async Task<int> OrderedAsync(this Host.Running server, Known officer, string what)
    {
        var on = $"{Database.Calendar.DayOf(DateTimeOffset.UtcNow).AddDays(365):yyyy-MM-dd}";
        object body = what switch
        {
            "transfer" => new
            {
                toUnit = await server.UnitAsync(),
                reason = "rotation",
                effectiveOn = on,
                occurredAt = Held,
            },
            "promotion" => new
            {
                rank = "superintendent",
                effectiveOn = on,
                occurredAt = Held,
            },
            _ => new
            {
                kind = "retired",
                departedOn = on,
                occurredAt = Held,
            },
        };
        var ordered = (await server.Administrator().PostAsync($"officers/{officer.Id}/{what}", body)).Done();
        return ordered.Json.GetProperty("version").GetInt32();
    }

    /// <summary>A nomination of an officer, of a new one where none is given.</summary>
    public static async Task<Guid> NominationAsync(this Host.Running server, Known? officer = null, string? deed = null)
    {
        officer ??= await server.OfficerAsync();
        return IdOf((await server.Integrator().PostAsync("commendations", Nomination(officer, deed))).Made());
    }

    /// <summary>The same, approved.</summary>
    public static async Task<Guid> ApprovedAsync(this Host.Running server, Known? officer = null, string? deed = null)
    {
        var id = await server.NominationAsync(officer, deed);
        (await server.Administrator().PostAsync($"commendations/{id}/approve", Approval)).Done();
        return id;
    }

    public static object Approval { get; } = new
    {
        level = "commendation",
        authority = "county",
        occurredAt = "2024-03-10T00:00:00Z",
    };

    public static object Nomination(Known officer, string? deedReference = null) =>
        new
        {
            recipientKind = "individual",
            officerId = officer.Id,
            title = "嘉奖",
            deed = "majorCase",
            deedReference,
            citation = "Found the hidden ledger.",
            nominatedOn = "2024-03-01",
        };

    /// <summary>When a test's talks were held, and its warnings raised.</summary>
    public const string Held = "2024-03-05T09:30:00+08:00";

    public static object Talk(Known officer) =>
        new
        {
            officerId = officer.Id,
            kind = "heartToHeart",
            trigger = "quarterly",
            heldAt = Held,
            minutes = 40,
            topics = new[] { "shift work" },
            concerns = new[] { new { category = "family", severity = 2 } },
            mood = 3,
            narrative = "Sleeps badly since the night shifts.",
        };

    public static object Warning(Known officer, string source = "peer", Guid? sourceId = null) =>
        new
        {
            officerId = officer.Id,
            category = "emotional",
            level = "orange",
            source,
            sourceId,
            evidence = "Colleagues find him withdrawn.",
        };

    public static object Intervention(Known officer, string kind = "familyHelp", params Guid[] warningIds) =>
        new
        {
            officerId = officer.Id,
            kind,
            warningIds,
            plan = "A place in a day nursery.",
        };

    /// <summary>A talk that took place, of a new officer where none is given.</summary>
    public static async Task<Guid> TalkAsync(this Host.Running server, Known? officer = null, string? sub = null)
    {
        officer ??= await server.OfficerAsync();
        return IdOf((await server.As(Role.Integrator, sub: sub).PostAsync("talks", Talk(officer))).Made());
    }

    /// <summary>A talk that is to come.</summary>
    public static async Task<Guid> ScheduledAsync(this Host.Running server, Known officer)
    {
        var body = new
        {
            officerId = officer.Id,
            kind = "homeVisit",
            scheduledFor = Held,
            reason = "A child was born.",
            occurredAt = "2024-02-01T00:00:00Z",
        };
        return IdOf((await server.Integrator().PostAsync("talks", body)).Made());
    }

    /// <summary>An open warning.</summary>
    public static Task<Guid> WarningAsync(this Host.Running server, Known officer) =>
        server.PutAsync("warnings", Warning(officer));

    public static Task<Guid> AcknowledgedAsync(this Host.Running server, Known officer) =>
        server.ThenAsync("warnings", server.WarningAsync(officer), "acknowledge", new { });

    public static Task<Guid> DismissedAsync(this Host.Running server, Known officer) =>
        server.ThenAsync("warnings", server.WarningAsync(officer), "dismiss", new { reason = "Raised twice." });

    /// <summary>An open intervention that is not a counsellor's alone.</summary>
    public static Task<Guid> InterventionAsync(this Host.Running server, Known officer) =>
        server.PutAsync("interventions", Intervention(officer));

    public static Task<Guid> SuspendedAsync(this Host.Running server, Known officer) =>
        server.ThenAsync("interventions", server.InterventionAsync(officer), "suspend", new { reason = "Away." });

    public static Task<Guid> AbandonedAsync(this Host.Running server, Known officer) =>
        server.ThenAsync("interventions", server.InterventionAsync(officer), "abandon", new { reason = "Moved." });

    public static object Assessment(Known officer, string instrument = "PHQ-9") =>
        new
        {
            officerId = officer.Id,
            instrument,
            dueOn = "2099-04-30",
            reason = "After the accident.",
        };

    /// <summary>The answers to a test.</summary>
    public static object Answers(params int[] items) =>
        new
        {
            language = "zh-CN",
            instrumentVersion = "1999",
            items,
        };

    /// <summary>A test that an officer was asked to take.</summary>
    public static Task<Guid> AssessmentAsync(this Host.Running server, Known officer) =>
        server.PutAsync("assessments", Assessment(officer));

    /// <summary>The same, taken: seven points, and nothing alerts.</summary>
    public static Task<Guid> TakenAsync(this Host.Running server, Known officer) =>
        server.ThenAsync(
            "assessments",
            server.AssessmentAsync(officer),
            "complete",
            Answers(2, 2, 1, 1, 1, 0, 0, 0, 0)
        );

    public static object Activity(string unitCode) =>
        new
        {
            unitCode,
            kind = "psychologyLecture",
            title = "Sleep and shift work",
            heldAt = Held,
            minutes = 90,
            topics = new[] { "sleep" },
            summary = "Many questions.",
        };

    /// <summary>An activity that took place.</summary>
    public static async Task<Guid> ActivityAsync(this Host.Running server, string unit) =>
        IdOf((await server.Integrator().PostAsync("activities", Activity(unit))).Made());

    /// <summary>An activity that is to come.</summary>
    public static Task<Guid> PlannedAsync(this Host.Running server, string unit) =>
        server.PutAsync(
            "activities",
            new
            {
                unitCode = unit,
                kind = "sport",
                title = "Games",
                plannedFor = Held,
            }
        );

    /// <summary>An activity in which officers took part.</summary>
    public static Task<Guid> AttendedAsync(this Host.Running server, params Known[] officers) =>
        server.ThenAsync(
            "activities",
            server.ActivityAsync(officers[0].Unit),
            "attendance",
            new { officerIds = officers.Select(x => x.Id) }
        );

    /// <summary>A register of a unit's talks in March 2024, put together on 1 May.</summary>
    public static async Task<Guid> RegisterAsync(this Host.Running server, string unit)
    {
        var body = new
        {
            unitCode = unit,
            month = "2024-03",
            occurredAt = "2024-05-01T00:00:00Z",
        };
        return IdOf((await server.As(Role.PoliticalOfficer, unit).PostAsync("registers", body)).Made());
    }

    /// <summary>The same once the ledger holds it, so that it can be signed.</summary>
    public static async Task<Guid> LedgeredAsync(this Host.Running server, string unit)
    {
        var register = await server.RegisterAsync(unit);
        await server.LedgeredAsync(register);
        return register;
    }

    /// <summary>Waits until the ledger holds a stream's last event.</summary>
    public static Task LedgeredAsync(this Host.Running server, Guid stream) =>
        Until.TrueAsync(() =>
            server.Database.AskAsync<bool>(
                "SELECT coalesce(max(l.leaf), 0) < (SELECT size FROM ledger.head) AND count(*) = count(l.leaf) "
                    + "FROM events.mt_events AS e LEFT JOIN ledger.leaves AS l ON l.seq_id = e.seq_id WHERE e.stream_id = $1",
                stream
            )
        );

    /// <summary>The same, signed on 2 May.</summary>
    public static async Task<Guid> SignedAsync(this Host.Running server, string unit)
    {
        var register = await server.LedgeredAsync(unit);
        var signed = new { occurredAt = "2024-05-02T00:00:00Z" };
        (await server.As(Role.Commander, unit).PostAsync($"registers/{register}/sign", signed)).Done();
        return register;
    }

    public static object Review(string unitCode, string quarter = "2024-Q1") =>
        new
        {
            unitCode,
            quarter,
            heldAt = "2024-04-08T09:00:00+08:00",
        };

    /// <summary>A review of the first quarter of 2024.</summary>
    public static async Task<Guid> ReviewAsync(this Host.Running server, string unit, string quarter = "2024-Q1") =>
        IdOf((await server.Integrator().PostAsync("reviews", Review(unit, quarter))).Made());

    /// <summary>The same with something to do.</summary>
    public static async Task<Guid> ResolvedAsync(this Host.Running server, string unit)
    {
        var review = await server.ReviewAsync(unit);
        var action = new
        {
            what = "Other shifts",
            owner = "commander-2",
            dueOn = "2024-06-30",
            occurredAt = "2024-04-08T09:00:00+08:00",
        };
        (await server.Integrator().PostAsync($"reviews/{review}/actions", action)).Done();
        return review;
    }

    /// <summary>An access that somebody took beyond the usual reach.</summary>
    public static async Task<Guid> OverrideAsync(this Host.Running server, Known officer, string? sub = null)
    {
        var body = new { officerId = officer.Id, reason = "Nobody else could be reached." };
        return IdOf((await server.As(Role.Counsellor, sub: sub).PostAsync("overrides", body)).Made());
    }

    /// <summary>
    /// Something of which everybody within reach is told; answers the notice of the access, which the officer and auditors get.
    /// </summary>
    public static async Task<Guid> NoticedAsync(this Host.Running server, Known officer)
    {
        await server.ThenAsync("talks", server.ScheduledAsync(officer), "miss", new { reason = "On duty." });
        var access = await server.OverrideAsync(officer, "counsellor-elsewhere");
        return await server.Database.AskAsync<Guid>($"SELECT id FROM events.mt_events WHERE stream_id = '{access}'");
    }

    /// <summary>An erasure that may be confirmed, where the server announces none for long.</summary>
    public static async Task ProposedAsync(this Host.Running server, Known officer) =>
        (await server.Administrator().PostAsync($"officers/{officer.Id}/erasure", Basis)).Done();

    /// <summary>An officer who is erased, to the end.</summary>
    public static async Task<Known> ErasedAsync(this Host.Running server, Known? officer = null)
    {
        officer ??= await server.OfficerAsync();
        await server.ProposedAsync(officer);
        (await server.As(Role.Auditor).PostAsync($"officers/{officer.Id}/erasure/confirm", Basis)).Done();
        await Until.TrueAsync(async () =>
            (await server.As(Role.Auditor).GetAsync($"officers/{officer.Id}")).Json.Text("status") == "erased"
        );
        return officer;
    }

    /// <summary>An administrator's act on an officer's stream.</summary>
    public static async Task OfOfficerAsync(this Host.Running server, Known officer, string act, object body) =>
        (await server.Administrator().PostAsync($"officers/{officer.Id}/{act}", body)).Done();

    /// <summary>Id of an entry in an officer's history: the last of a type.</summary>
    public static Task<Guid> EntryAsync(this Host.Running server, Known officer, string type = "officer_enrolled") =>
        server.Database.AskAsync<Guid>(
            "SELECT event_id FROM readmodels.history WHERE officer_id = $1 AND entry ->> 'type' = $2 "
                + "ORDER BY seq DESC LIMIT 1",
            officer.Id,
            type
        );

    /// <summary>The entry that an officer contests.</summary>
    public static async Task<Guid> ContestedAsync(this Host.Running server, Known officer)
    {
        var entryId = await server.EntryAsync(officer);
        var body = new { entryId, statement = "I was on duty." };
        var own = server.As(Role.Officer, badge: officer.Badge);
        (await own.PostAsync($"officers/{officer.Id}/contest", body)).Done();
        return entryId;
    }

    /// <summary>The law on which tests erase.</summary>
    public static object Basis { get; } = new { basis = "retentionEnded" };

    /// <summary>What begins a stream, put on record by a system.</summary>
    public static async Task<Guid> PutAsync(this Host.Running server, string path, object body) =>
        IdOf((await server.Integrator().PostAsync(path, At(body))).Made());

    private static async Task<Guid> ThenAsync(
        this Host.Running server,
        string path,
        Task<Guid> made,
        string step,
        object body
    )
    {
        var id = await made;
        (await server.Integrator().PostAsync($"{path}/{id}/{step}", At(body))).Done();
        return id;
    }

    private static string At(object body)
    {
        var json = JsonNode.Parse(Client.TextOf(body))!.AsObject();
        // What has a day of its own happened on that.
        if (OwnTime.Of(body) is null)
            json["occurredAt"] = Held;
        return json.ToJsonString();
    }

    /// <summary>The answer of what began a stream.</summary>
    public static Reply Made(this Reply reply) => reply.With(HttpStatusCode.Created);

    /// <summary>The answer of what went on with one.</summary>
    public static Reply Done(this Reply reply) => reply.With(HttpStatusCode.OK);

    /// <summary>A refusal with its status and code.</summary>
    public static Reply Refused(this Reply reply, int status, string code)
    {
        ((int)reply.Status, reply.Code).ShouldBe((status, code), reply.Text);
        return reply;
    }

    public static Guid IdOf(Reply reply) => reply.Json.GetProperty("id").GetGuid();

    public static string? Text(this JsonElement item, string field) => item.GetProperty(field).GetString();

    private static Reply With(this Reply reply, HttpStatusCode status)
    {
        reply.Status.ShouldBe(status, reply.Text);
        return reply;
    }
}

/// <summary>Times that are far enough from now.</summary>
internal static class Long
{
    public const string Ago = "2000-01-01T00:00:00Z";
}
