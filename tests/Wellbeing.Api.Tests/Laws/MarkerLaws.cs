using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Features;
using Wellbeing.Api.Tests.Observability;
using Wellbeing.Api.Tests.Oidc;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>
/// No text about a person is anywhere but sealed: not in a table of either database, a dump, a log, a trace or a figure. It is
/// sent in every text field of every request and of every imported event, in what is refused and in what fails.
/// </summary>
public sealed partial class MarkerLaws(Host host)
{
    private const string Identity = "identities.officers";

    /// <summary>Every text that stands in the database as it was sent. What is not here has to be sealed.</summary>
    private static readonly Label[] Plain =
    [
        new("FormUnit.unitCode", "the code by which all name a unit"),
        new("FormUnit.name", "the name of a unit, which is no person"),
        new("RenameUnit.name", "the name of a unit, which is no person"),
        new("EnrolOfficer.badgeNumber", "the identity, which is beside the events and can be erased", Identity),
        new("EnrolOfficer.name", "the identity, which is beside the events and can be erased", Identity),
        new("ChangeIdentity.badgeNumber", "the identity, which is beside the events and can be erased", Identity),
        new("ChangeIdentity.name", "the identity, which is beside the events and can be erased", Identity),
        new("ChangeIdentity.contact", "the identity, which is beside the events and can be erased", Identity),
        new("EnrolOfficer.rank", "a rank, which many have"),
        new("EnrolOfficer.post", "the name of a post, as in a table of posts"),
        new("PromoteOfficer.rank", "a rank, which many have"),
        new("ReinstateOfficer.rank", "a rank, which many have"),
        new("PromoteOfficer.post", "the name of a post, as in a table of posts"),
        new("NominateCommendation.title", "the name of an honour, by which commendations are listed and counted"),
        new("NominateCommendation.deedReference", "the number of a case, by which one deed is rewarded once"),
        new("ApproveCommendation.legalBasis", "the article of a regulation"),
        new("ConferCommendation.orderNumber", "the number of an order"),
        new("ScheduleTalk.host", "the opaque id of a member of staff"),
        new("RecordTalk.host", "the opaque id of a member of staff"),
        new("HoldTalk.host", "the opaque id of a member of staff"),
        new("AgreeFollowUp.owner", "the opaque id of a member of staff"),
        new("AssignWarning.to", "the opaque id of a member of staff"),
        new("RaiseWarning.rule.name", "the name of a rule"),
        new("OpenIntervention.lead", "the opaque id of a member of staff"),
        new("RecordSession.with", "the opaque id of a member of staff"),
        new("CompleteAssessment.language", "the language of a test"),
        new("CompleteAssessment.instrumentVersion", "the edition of a test"),
        new("SubmitSuggestion.title", "the title by which a suggestion is listed"),
        new("AdoptSuggestion.owner", "the opaque id of a member of staff"),
        new("IssueEquipment.serial", "the number of a piece of equipment"),
        new("PlanActivity.title", "the title of an activity, which names nobody"),
        new("PlanActivity.topics", "what an activity is about, which is nobody"),
        new("RecordActivity.title", "the title of an activity, which names nobody"),
        new("RecordActivity.topics", "what an activity was about, which is nobody"),
        new("RecordActivity.summary", "what an activity of many came to"),
        new("HoldActivity.topics", "what an activity was about, which is nobody"),
        new("HoldActivity.summary", "what an activity of many came to"),
        new("ReopenRegister.reason", "why a unit's register is opened again, which names nobody"),
        new("RecordFinding.text", "what was found out about a force, which names nobody"),
        new("AssignAction.what", "what a unit has to do, which names nobody"),
        new("AssignAction.owner", "the opaque id of a member of staff"),
        new("AdoptAwards.content.rule", "the source of a policy, which is about nobody"),
        new("AdoptCalendar.content.source", "the source of a policy, which is about nobody"),
        new("AdoptDeadlines.content.rule", "the source of a policy, which is about nobody"),
        new("AdoptRules.content.rule", "the source of a policy, which is about nobody"),
        new("AdoptRules.content.thresholds.name", "the name of a rule"),
        new("RegisterWebhook.url", "where another system is told, which an administrator sets")
        {
            Form = "https://hooks.example/*",
        },
        new("RegisterWebhook.description", "what a webhook is for, which names nobody"),
        new("line actor", "the opaque id of who did it in the source system"),
    ];

    [Fact]
    public async Task no_text_is_in_a_table_a_dump_a_log_a_trace_or_a_figure_but_the_labels_that_are_listed()
    {
        var received = new Received();
        await using var collector = await Site.StartAsync(received.Map, "--RateLimit:PerSecond=1000000");
        await using var process = await OwnProcess.StartAsync(collector.Address);
        var (server, marks) = (process.Server, new Marks(Plain));
        var marking = new Marking(server, await EndpointsAsync(), marks);
        await marking.PostAsync();
        await marking.ImportAsync();
        await marking.MisplaceAsync();
        await marking.FailAsync();

        // A request or a field that came since, and is not sent with a mark, would go untested.
        marking.Posted.ShouldBe(marking.Requests.SelectMany(x => marks.FieldsOf(x)).Distinct(), ignoreOrder: true);
        marking.Imported.ShouldBe(
            UseCases
                .Importable.SelectMany(x => marks.FieldsOf(x.RequestType))
                .Distinct()
                .Except(["RaiseWarning.rule.name"]),
            ignoreOrder: true
        );

        var figures = await process.FiguresAsync();
        figures.ShouldContain("wellbeing_appends");
        marks.FoundIn(figures).ShouldBeEmpty();
        var output = await process.EndAsync();
        foreach (
            var (path, known) in new[]
            {
                ("/v1/traces", "/api/v1/talks/{id:guid}/amend"),
                ("/v1/metrics", "wellbeing."),
            }
        )
        {
            received.Text(path).ShouldContain(known);
            marks.FoundIn(received.Text(path)).ShouldBeEmpty();
        }
        output.ShouldContain("dbug: ");
        output.ShouldContain("A request failed with 500");
        output.ShouldContain("A request failed with 503");
        marks.FoundIn(output).ShouldBeEmpty();

        var found = new List<(string Table, string Field)>();
        foreach (var database in new[] { server.Database.Owner, server.Database.KeysOwner })
        foreach (var (table, rows) in await RowsAsync(database))
        {
            found.AddRange(marks.FoundIn(rows).Select(field => (table, FieldOf(field))));
            if (table != Identity)
                Badge().Match(rows).Value.ShouldBeEmpty(table);
            if (table == "journal.replies")
                rows.ShouldNotBeEmpty();
        }
        found.Where(x => Plain.All(label => !Allows(label, x.Table, x.Field))).ShouldBeEmpty();
        // A label that nothing holds as it was sent is no label.
        Plain.Select(x => x.Field).Except(found.Select(x => x.Field)).ShouldBeEmpty();

        foreach (var name in new[] { "Wellbeing", "Keys" })
            marks
                .FoundIn(await DumpAsync(server.Database, name))
                .Select(FieldOf)
                .Except(Plain.Select(x => x.Field))
                .ShouldBeEmpty();
    }

    /// <summary>The badge numbers of the tests' officers.</summary>
    [GeneratedRegex(@"\bT\d{6}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Badge();

    private async Task<List<RouteEndpoint>> EndpointsAsync() =>
        [
            .. (await host.RunAsync())
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>(),
        ];

    private static string FieldOf(string mark) =>
        mark != "line actor" && mark.StartsWith("line ", StringComparison.Ordinal) ? mark[5..] : mark;

    private static bool Allows(Label label, string table, string field) =>
        label.Field == field && (label.Only ?? table) == table;

    /// <summary>Every row of every table, as text.</summary>
    internal static async Task<List<(string Table, string Rows)>> RowsAsync(NpgsqlDataSource database)
    {
        var tables = await ListAsync(
            database,
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
                + "WHERE schemaname NOT LIKE 'pg\\_%' AND schemaname <> 'information_schema'"
        );
        tables.ShouldNotBeEmpty();
        var all = new List<(string, string)>();
        foreach (var table in tables)
            all.Add((table, string.Join('\n', await ListAsync(database, $"SELECT t::text FROM {table} AS t"))));
        return all;
    }

    private static async Task<List<string>> ListAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<string>();
        while (await reader.ReadAsync())
            all.Add(reader.GetString(0));
        return all;
    }

    /// <summary>A dump as it would be kept as a backup; empty where the program is not at hand, or too old for the server.</summary>
    internal static async Task<string> DumpAsync(Database database, string name)
    {
        if (PgDump() is not { } program)
            return "";
        var connection = new NpgsqlConnectionStringBuilder(database.Settings[$"ConnectionStrings:{name}Owner"]);
        var ended = await Programs.RunAsync(
            Path.GetTempPath(),
            new Dictionary<string, string?>
            {
                ["PGHOST"] = connection.Host,
                ["PGPORT"] = $"{connection.Port}",
                ["PGUSER"] = connection.Username,
                ["PGPASSWORD"] = connection.Password,
                ["PGDATABASE"] = connection.Database,
            },
            program
        );
        if (ended.Errors.Contains("version mismatch", StringComparison.Ordinal))
            return "";
        ended.Status.ShouldBe(0, ended.Errors);
        ended.Output.ShouldContain("COPY ");
        return ended.Output;
    }

    private static string? PgDump() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Concat(
                Directory.Exists("/usr/lib/postgresql")
                    ? Directory
                        .GetDirectories("/usr/lib/postgresql")
                        .Order()
                        .Reverse()
                        .Select(x => Path.Combine(x, "bin"))
                    : []
            )
            .Select(x => Path.Combine(x, "pg_dump"))
            .FirstOrDefault(File.Exists);
}
