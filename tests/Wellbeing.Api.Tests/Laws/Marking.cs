using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Activities;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Requests;
using Wellbeing.Domain;
using static Wellbeing.Api.Tests.Imports.CareLines;
using static Wellbeing.Api.Tests.Imports.Lines;
using static Wellbeing.Api.Tests.Imports.PersonalLines;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>Sends a server marks in every text that it takes, in what it refuses and in what fails.</summary>
internal sealed class Marking(Host.Running server, IEnumerable<RouteEndpoint> endpoints, Marks marks)
{
    /// <summary>Bodies beside the matrix's, by use case, for what those leave out; a system sends them where it may.</summary>
    private static readonly (string UseCase, Func<Sample, object> Body)[] More =
    [
        (
            "ScheduleTalk",
            sample => new
            {
                officerId = sample.Officer,
                kind = "homeVisit",
                scheduledFor = Bureau.Held,
            }
        ),
        (
            "PlanActivity",
            sample => new
            {
                unitCode = sample.Unit,
                kind = "sport",
                title = "Games",
                plannedFor = Bureau.Held,
                topics = new[] { "sleep" },
            }
        ),
        (
            "RaiseWarning",
            sample => new
            {
                officerId = sample.Officer,
                category = "workload",
                level = "blue",
                source = "rule",
                rule = new
                {
                    name = "",
                    version = 1,
                    events = Array.Empty<Guid>(),
                },
            }
        ),
        // Of every type: what comes after is sent to where nobody is, and fails.
        ("RegisterWebhook", _ => new { }),
    ];

    private int _sent;

    /// <summary>The fields whose mark was taken in by a request.</summary>
    public HashSet<string> Posted { get; } = [];

    /// <summary>The fields whose mark was taken in by a line of an import.</summary>
    public HashSet<string> Imported { get; } = [];

    /// <summary>The records that requests are bound to.</summary>
    public IEnumerable<Type> Requests => Rows.SelectMany(RequestsOf).Distinct();

    private static IEnumerable<Row> Rows => Matrix.All.Where(x => x.Appends || x.Discloses || x.Sets);

    /// <summary>Every request that the matrix knows, with a mark in every text.</summary>
    public async Task PostAsync()
    {
        foreach (var row in Rows)
        foreach (var type in RequestsOf(row))
        {
            if (type.Namespace == typeof(AdoptPolicy).Namespace)
                await AdoptAsync(row, type);
            // Of two use cases that share a route, the matrix has a body of one.
            else if (type.DeclaringType!.Name is not ("ScheduleTalk" or "PlanActivity"))
                await PostAsync(row, row.May[0], type, sample => sample.Body!);
            foreach (var (_, body) in More.Where(x => x.UseCase == type.DeclaringType!.Name))
                await PostAsync(row, row.May.Contains(Role.Integrator) ? Role.Integrator : row.May[0], type, body);
        }
    }

    // Which of the route's bodies is right follows from the kind that it names.
    private async Task AdoptAsync(Row row, Type request)
    {
        var useCase = AllUseCases.OfRequestsAlone.Single(x => x.RequestType == request);
        var kind =
            useCase == AdoptAwards.UseCase ? "awards"
            : useCase == AdoptCalendar.UseCase ? "workingCalendar"
            : useCase == AdoptDeadlines.UseCase ? "warningDeadlines"
            : "rules";
        var adopting = row with { SampleAsync = _ => Task.FromResult(new Sample($"policies/{kind}")) };
        await PostAsync(adopting, Role.Administrator, request, _ => JsonNode.Parse(useCase.Example)!);
    }

    private async Task PostAsync(Row row, Role role, Type request, Func<Sample, object> bodyOf)
    {
        var sample = await row.SampleAsync(server);
        var body = JsonNode.Parse(Client.TextOf(bodyOf(sample)))!.AsObject();
        Posted.UnionWith(marks.PutInto(request, body));
        var reply = await SendAsync(As(role, sample), sample.Path, body.ToJsonString());
        reply.Status.ShouldBe(EndpointLaws.Success(row), $"{row}: {reply.Text}");
    }

    private static string TimeOf(JsonObject data) =>
        OwnTime.Of(data.ToJsonString()) switch
        {
            { At: { } at } => at.ToString("O"),
            { Day: { } day } => $"{day:yyyy-MM-dd}T08:00:00Z",
            _ => "2024-06-01T00:00:00Z",
        };

    /// <summary>Every event that an import takes, with a mark in every text.</summary>
    public async Task ImportAsync()
    {
        var (root, unit, badge) = (Bureau.Name("U"), Bureau.Name("U"), Bureau.Name("P"));
        var lines = new List<string> { Formed(root), Formed(unit, root), Enrolled(badge, unit) };
        foreach (var useCase in UseCases.Importable)
        {
            var (stream, before) = Beginning(useCase, unit, badge);
            var data = JsonNode.Parse(useCase.Example)!.AsObject();
            foreach (var (field, name) in new[] { ("badgeNumber", badge), ("unitCode", unit) })
                if (data.ContainsKey(field))
                    data[field] = name;
            foreach (var field in new[] { "parentCode", "toUnit" })
                if (data.ContainsKey(field))
                    data[field] = root;
            foreach (var moment in new[] { "heldAt", "at" })
                if (data.ContainsKey(moment))
                    data[moment] =
                        useCase.Event.Stream == StreamKind.Intervention ? "2024-04-20T09:30:00+08:00" : Bureau.Held;
            foreach (var field in new[] { "startedOn", "returnedOn" })
                if (data.ContainsKey(field))
                    data[field] = "2024-04-10";
            foreach (var field in new[] { "publicisedOn", "conferredOn", "closedOn" })
                if (data.ContainsKey(field))
                    data[field] = "2024-06-01";
            if (data.ContainsKey("badgeNumbers"))
                data["badgeNumbers"] = new JsonArray(badge);
            if (useCase.Event.Name is "talk_follow_up_done" or "review_action_closed")
                data["number"] = 1;
            Imported.UnionWith(marks.PutInto(useCase.RequestType, data, "line "));
            lines.AddRange(before);
            var key = $"{marks.Text("line key")} {_sent++}";
            lines.Add(Line(key, stream, useCase.Event.Name, TimeOf(data), data).But("actor", marks.Of("line actor")));
        }
        var answer = await server.ImportAsync(Text(lines), marks.Of("source"));
        answer.Lines.Where(x => x.TryGetProperty("code", out _)).ShouldBeEmpty();
        answer.Totals!.Accepted.ShouldBe(lines.Count);

        var bad = lines.ConvertAll(x => x.But(marks.Text("bad"), marks.Text("bad")).But("key", marks.Of("bad")));
        bad.AddRange(lines.Select(x => x[..^9] + marks.Text("bad")));
        bad.AddRange(lines.Select(x => x.But("type", marks.Of("bad")).But("occurredAt", marks.Of("bad"))));
        (await server.ImportAsync(Text(bad), marks.Of("source"))).Totals!.Rejected.ShouldBe(bad.Count);
    }

    /// <summary>Marks where they have no business: in other fields, in what is no JSON, in headers, queries and paths.</summary>
    public async Task MisplaceAsync()
    {
        var text = marks.Text("bad");
        foreach (var row in Rows)
        {
            var sample = await row.SampleAsync(server);
            // Where one text is all that a request asks for, and nobody dates it, this makes it wrong.
            var everywhere = new JsonObject { ["occurredAt"] = text };
            foreach (var property in RequestsOf(row).SelectMany(x => x.GetProperties()))
                everywhere[System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = text;
            string[] bodies =
            [
                everywhere.ToJsonString(),
                new JsonObject { [text] = text }.ToJsonString(),
                $$"""{ "reason": "{{text}}", "note": {{text}}""",
                $"\"{text}\"",
                $$"""[{ "reason": "{{text}}" }]""",
            ];
            foreach (var body in bodies)
                Refused(await SendAsync(As(row.May[0], sample), sample.Path, body));
            var unmatched = await SendAsync(
                As(row.May[0], sample),
                sample.Path,
                "{}",
                ("If-Match", marks.Of("bad")),
                ("X-Note", marks.Of("bad"))
            );
            // A line of messages has no version.
            if (!row.Endpoint.EndsWith("/retry", StringComparison.Ordinal))
                Refused(unmatched);
        }
        foreach (var row in Matrix.All.Where(x => x.Method == HttpMethod.Get))
        {
            var sample = await row.SampleAsync(server);
            var query =
                $"{Uri.EscapeDataString(text)}={Uri.EscapeDataString(text)}&limit={marks.Of("bad")}&cursor={marks.Of("bad")}";
            var path = $"{sample.Path}{(sample.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
            Refused(await As(row.May[0], sample).GetAsync(path, [.. Headers()]));
            await As(row.May[0], sample).GetAsync(sample.Path, [.. Headers()]);
            var lost = Row.Filled(row.Endpoint, _ => marks.Of("bad"));
            if (row.Names)
                Refused(await As(row.May[0], sample).GetAsync(lost));
        }
        Refused(await server.Anonymous.GetAsync($"/api/v1/{marks.Of("bad")}/{Uri.EscapeDataString(text)}"));
        Refused(await server.Anonymous.GetAsync($"/{marks.Of("bad")}"));
        Refused(await server.With(marks.Of("bad")).GetAsync("units"));
        Refused(await server.With($"{server.Token(Role.Auditor)}{marks.Of("bad")}").GetAsync("units"));
    }

    /// <summary>Requests that fail inside, with marks in them.</summary>
    public async Task FailAsync()
    {
        var (officer, unit) = (await server.OfficerAsync(), await server.UnitAsync());
        // No operation promises 500; it is forced here.
        using var http = new HttpClient { BaseAddress = server.Address };
        var caller = new Client(http, server.Token(Role.Integrator));
        (string Table, string[] Paths)[] broken =
        [
            ("identities.officers", ["officers"]),
            ("readmodels.mt_doc_talk", ["talks"]),
            ("journal.replies", ["officers", "talks"]),
        ];
        foreach (var (table, paths) in broken)
        {
            await server.Database.ExecuteAsync($"ALTER TABLE {table} ADD CONSTRAINT broken CHECK (false) NOT VALID");
            foreach (var path in paths)
                await FailingAsync(path);
            await server.Database.ExecuteAsync($"ALTER TABLE {table} DROP CONSTRAINT broken");
        }
        await server.Database.LetInToKeysAsync(false);
        await FailingAsync("officers");
        await server.Database.LetInToKeysAsync(true);

        async Task FailingAsync(string path)
        {
            var person = new
            {
                badgeNumber = marks.Of("bad"),
                name = marks.Text("bad"),
                unitCode = unit,
                appointedOn = "2020-01-01",
                post = marks.Text("bad"),
            };
            var talk = new
            {
                officerId = officer.Id,
                kind = "other",
                heldAt = Bureau.Held,
                host = marks.Of("bad"),
                topics = new[] { marks.Text("bad") },
                narrative = marks.Text("bad"),
            };
            var key = ("Idempotency-Key", $"{marks.Of("bad")}-{_sent++}");
            var reply = await caller.PostAsync(path, path == "talks" ? talk : person, key);
            ((int)reply.Status).ShouldBeInRange(500, 503, reply.Text);
        }
    }

    private static void Refused(Reply reply) => ((int)reply.Status).ShouldBeInRange(400, 499, reply.Text);

    private IEnumerable<(string, string)> Headers() =>
        new[]
        {
            "Accept-Language",
            "baggage",
            "Cookie",
            "If-None-Match",
            "Referer",
            "traceparent",
            "tracestate",
            "User-Agent",
            "X-Forwarded-For",
            "X-Request-ID",
        }.Select(name => (name, marks.Of("bad")));

    private List<Type> RequestsOf(Row row) =>
        [
            .. endpoints
                .Single(x =>
                    x.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var method]
                    && $"{method} {x.RoutePattern.RawText}" == row.Endpoint
                )
                .Metadata.GetMetadata<Operation>()!
                .Requests,
        ];

    private Task<Reply> SendAsync(Client caller, string path, string body, params (string, string)[] headers) =>
        caller.SendAsync(
            HttpMethod.Post,
            path,
            Site.Json(body),
            [("Idempotency-Key", $"{marks.Of("key")}-{_sent++}"), .. headers]
        );

    /// <summary>Somebody who may, and whose name is a mark.</summary>
    private Client As(Role role, Sample sample) =>
        server.With(
            server.Token(
                [role],
                new Claims("opaque-1", sample.Unit, sample.BadgeOf(role)),
                token => token.Claims["name"] = marks.Text("name of the caller")
            )
        );

    /// <summary>A stream on which an useCase is possible, and the lines that make it so.</summary>
    private (string Stream, IReadOnlyList<string> Before) Beginning(UseCase useCase, string unit, string badge)
    {
        var (name, code, number) = ($"{marks.Text("line stream")} {_sent++}", Bureau.Name("U"), Bureau.Name("P"));
        if (useCase.Starts)
            return ($"{useCase.Event.Stream.Word()}/{name}", []);
        return useCase.Event.Stream switch
        {
            StreamKind.Unit => ($"unit/{code}", [Formed(code), Provided(code)]),
            StreamKind.Officer when useCase == ReinstateOfficer.UseCase => (
                $"officer/{number}",
                [Enrolled(number, unit), Departed(number)]
            ),
            StreamKind.Officer => ($"officer/{number}", [Enrolled(number, unit)]),
            StreamKind.Commendation => ($"commendation/{name}", [Nominated(name, badge), .. Course(useCase, name)]),
            StreamKind.Talk => ($"talk/{name}", [.. Course(useCase, name, badge)]),
            StreamKind.Warning => ($"warning/{name}", [Raised(name, badge), .. Course(useCase, name)]),
            StreamKind.Intervention => ($"intervention/{name}", [Opened(name, badge), .. Course(useCase, name)]),
            StreamKind.Assessment => ($"assessment/{name}", [Assigned(name, badge), .. Course(useCase, name)]),
            StreamKind.Leave => (
                $"leave/{name}",
                // Leaves of one officer do not overlap.
                [Enrolled(number, unit), AskedForLeave(name, number), .. Course(useCase, name)]
            ),
            StreamKind.Banquet => ($"banquet/{name}", [DeclaredBanquet(name, badge)]),
            StreamKind.Suggestion => (
                $"suggestion/{name}",
                [SubmittedSuggestion(name, badge), .. Course(useCase, name)]
            ),
            StreamKind.Equipment => ($"equipment/{name}", [IssuedEquipment(name, badge)]),
            StreamKind.Activity => (
                $"activity/{name}",
                [useCase == RecordAttendance.UseCase ? Took(name, unit) : Planned(name, unit)]
            ),
            StreamKind.Review => ($"review/{name}", [Formed(code), Reviewed(name, code), Resolved(name)]),
            _ => throw new ArgumentOutOfRangeException(nameof(useCase), useCase.Event.Name, null),
        };
    }

    private static IEnumerable<string> Course(UseCase useCase, string name, string badge = "") =>
        useCase.Event.Name switch
        {
            "commendation_conferred" or "commendation_revoked" => [Approved(name)],
            "talk_held" or "talk_missed" or "talk_cancelled" => [Arranged(name, badge)],
            "talk_follow_up_done" or "talk_follow_up_overdue" => [Held(name, badge), Agreed(name)],
            var x when x.StartsWith("talk_", StringComparison.Ordinal) => [Held(name, badge)],
            "warning_assigned" => [Acknowledged(name)],
            "warning_reopened" => [Dismissed(name)],
            "intervention_resumed" => [Suspended(name)],
            "assessment_reviewed" => [Answered(name, 1, 0, 2, 1, 0, 1, 0, 0, 0)],
            "leave_started" => [GrantedLeave(name)],
            "suggestion_implemented" => [AdoptedSuggestion(name)],
            "leave_returned" or "leave_overstayed" => [GrantedLeave(name), WentOnLeave(name)],
            _ => [],
        };

    private static string Reviewed(string name, string unit) =>
        Line($"{name}-reviewed", $"review/{name}", "review_held", "2024-04-08T01:00:00Z", Bureau.Review(unit));

    private static string Resolved(string name) =>
        Line(
            $"{name}-resolved",
            $"review/{name}",
            "review_action_assigned",
            "2024-04-08T02:00:00Z",
            new
            {
                what = "Other shifts",
                owner = "commander-2",
                dueOn = "2024-05-31",
            }
        );

    private static string Planned(string name, string unit) =>
        Line(
            $"{name}-planned",
            $"activity/{name}",
            "activity_planned",
            Long.Ago,
            new
            {
                unitCode = unit,
                kind = "sport",
                title = "Games",
                plannedFor = Bureau.Held,
            }
        );

    private static string Took(string name, string unit) =>
        Line($"{name}-held", $"activity/{name}", "activity_held", "2024-03-05T01:30:00Z", Bureau.Activity(unit));

    private static string Departed(string badge) =>
        Line(
            $"{badge}-left",
            $"officer/{badge}",
            "officer_departed",
            "2024-06-01T00:00:00Z",
            new
            {
                badgeNumber = badge,
                kind = "transferredOut",
                departedOn = "2024-06-01",
            }
        );

    private static string Provided(string code) =>
        Line($"{code}-room", $"unit/{code}", "facility_provided", Long.Ago, new { facility = "relaxationRoom" });
}
