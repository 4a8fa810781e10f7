using System.Net;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Xunit;
using static Wellbeing.Api.Tests.Imports.Lines;
using static Wellbeing.Api.Tests.Imports.PersonalLines;

namespace Wellbeing.Api.Tests.Equipment;

public sealed class EquipmentTests(Host host)
{
    [Fact]
    public async Task when_a_piece_is_given_looked_after_and_given_back_the_history_tells_each_step()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (own, political) = (server.Officer(officer), server.PoliticalOfficer(officer.Unit));
        var path =
            $"equipment/{Bureau.IdOf((await political.PostAsync("equipment", Requested.Piece(officer, serial: "dsj-20417"))).Made())}";

        var early = new { inspectedOn = "2024-03-04", condition = "good" };
        (await political.PostAsync($"{path}/inspect", early)).Refused(409, "before-issue");
        (
            await political.PostAsync($"{path}/inspect", new { inspectedOn = "2024-04-01", condition = "defective" })
        ).Done();
        (await political.PostAsync($"{path}/service", new { servicedOn = "2024-04-02", note = "New battery." })).Done();
        (await political.PostAsync($"{path}/return", new { returnedOn = "2024-05-01", condition = "worn" })).Done();
        (await political.PostAsync($"{path}/service", new { servicedOn = "2024-05-02" })).Refused(
            409,
            "equipment-returned"
        );

        var piece = (await own.GetAsync(path)).Done().Json;
        piece.Text("status").ShouldBe("returned");
        piece.Text("condition").ShouldBe("worn");
        piece.Text("lastServicedOn").ShouldBe("2024-04-02");
        piece.GetProperty("inspections")[0].Text("condition").ShouldBe("defective");
        (await own.GetAsync($"officers/{officer.Id}/history"))
            .Items()
            .ConvertAll(x => x.Text("text"))
            .TakeLast(4)
            .ShouldBe([
                "Equipment given on 2024-03-05: body-worn camera, number DSJ-20417.",
                "Equipment inspected on 2024-04-01: defective.",
                "Equipment serviced on 2024-04-02.",
                "Equipment given back on 2024-05-01: worn.",
            ]);
        (await own.PostAsync($"{path}/disclosures", Telling.Purpose))
            .Done()
            .Json.GetProperty("texts")[0]
            .Text("text")
            .ShouldBe("New battery.");
    }

    [Fact]
    public async Task an_officer_sees_the_own_equipment_and_nobody_elses_and_keeps_none()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var colleague = await server.OfficerAsync(officer.Unit);
        var (mine, theirs) = (await server.PieceAsync(officer), await server.PieceAsync(colleague));
        var own = server.Officer(officer);

        (await own.GetAsync("equipment")).Ids().ShouldBe([mine]);
        await own.ShouldNotFindAsync($"equipment/{theirs}");
        (await own.PostAsync("equipment", Requested.Piece(officer))).Refused(403, "forbidden");
        (await own.GetAsync("equipment/readiness")).Refused(403, "forbidden");
    }

    [Theory]
    [InlineData("DSJ-8001")]
    [InlineData("dsj-8001")]
    [InlineData("ＤＳＪ－８００１")]
    [InlineData("DSJ – 8001")]
    public async Task a_number_is_with_one_officer_until_it_is_given_back_however_it_is_typed(string typed)
    {
        var server = await host.RunAsync();
        var (officer, colleague) = (await server.OfficerAsync(), await server.OfficerAsync());
        // One bureau for all of the rows.
        var number = Bureau.Name("");
        var (first, again) = ($"DSJ-8001{number}", $"{typed}{number}");
        var integrator = server.Integrator();
        var piece = Bureau.IdOf(
            (await integrator.PostAsync("equipment", Requested.Piece(officer, serial: first))).Made()
        );

        foreach (var to in new[] { colleague, officer })
            (await integrator.PostAsync("equipment", Requested.Piece(to, serial: again))).Refused(409, "serial-in-use");
        (await integrator.PostAsync("equipment", Requested.Piece(colleague, "torch", serial: again))).Refused(
            409,
            "serial-in-use"
        );
        var back = new { returnedOn = "2024-05-01", condition = "good" };
        (await integrator.PostAsync($"equipment/{piece}/return", back)).Done();
        var made = await integrator.PostAsync(
            "equipment",
            Requested.Piece(colleague, "bodyCamera", "2024-05-01", again)
        );
        (await integrator.GetAsync($"equipment/{Bureau.IdOf(made.Made())}")).Done().Json.Text("serial").ShouldBe(first);
        (await integrator.PostAsync("equipment", Requested.Piece(officer, serial: first))).Refused(
            409,
            "serial-in-use"
        );
    }

    [Fact]
    public async Task when_many_issue_one_number_at_once_one_of_them_does()
    {
        var server = await host.RunAsync();
        var officers = new List<Known>();
        for (var i = 0; i < 8; i++)
            officers.Add(await server.OfficerAsync());
        var serial = Bureau.Name("DSJ-");

        var answers = await Task.WhenAll(
            officers.Select(x => server.Integrator().PostAsync("equipment", Requested.Piece(x, serial: serial)))
        );

        answers.Count(x => x.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(x => x.Status != HttpStatusCode.Created))
            refused.Refused(409, "serial-in-use");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task when_a_source_issues_a_number_twice_the_second_is_refused_until_it_was_given_back(bool dryRun)
    {
        var server = await host.RunAsync();
        var (officer, colleague) = (await server.OfficerAsync(), await server.OfficerAsync());
        var (one, two, three) = (Bureau.Name("e"), Bureau.Name("e"), Bureau.Name("e"));
        var serial = Bureau.Name("DSJ-");

        var answer = await server.ImportAsync(
            Text(
                IssuedEquipment(one, officer.Badge, serial: serial),
                IssuedEquipment(two, colleague.Badge, serial: serial.ToLowerInvariant()),
                ReturnedEquipment(one, "2024-05-01"),
                IssuedEquipment(three, colleague.Badge, serial: serial)
            ),
            dryRun: dryRun
        );

        answer.Rejected.ShouldBe([(2, "serial-in-use")]);
        answer.Totals.ShouldBe(new(3, 0, 1, 0));
    }

    [Fact]
    public async Task when_a_filter_is_given_only_what_it_fits_is_there()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var reader = server.As(Role.Commander, officer.Unit);
        var camera = await server.PieceAsync(officer);
        var baton = await server.PieceAsync(officer, "baton", "2024-03-06");
        var worn = new { returnedOn = "2024-05-01", condition = "worn" };
        (await server.Integrator().PostAsync($"equipment/{baton}/return", worn)).Done();

        await ShouldListAsync("", baton, camera);
        await ShouldListAsync("item=bodyCamera", camera);
        await ShouldListAsync("condition=worn", baton);
        await ShouldListAsync("status=issued", camera);
        await ShouldListAsync("status=open", camera);
        await ShouldListAsync("status=closed", baton);
        await ShouldListAsync("to=2024-03-05", camera);
        (await reader.GetAsync("equipment?item=sword")).Refused(400, "bad-input");

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"equipment?{query}")).Ids().ShouldBe(expected, ignoreOrder: false, query);
    }

    [Fact]
    public async Task when_a_source_tells_of_equipment_it_is_taken_in_once_and_its_note_opens()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var name = Bureau.Name("e");
        string[] lines = [IssuedEquipment(name, officer.Badge), ServicedEquipment(name, "New lens")];

        (await server.ImportAsync(Text(lines))).Totals!.Accepted.ShouldBe(2);
        (await server.ImportAsync(Text(lines))).Totals!.Duplicates.ShouldBe(2);

        var piece = (await server.Officer(officer).GetAsync("equipment")).Ids().Single();
        (await server.Auditor().PostAsync($"equipment/{piece}/disclosures", Telling.Purpose))
            .Done()
            .Json.GetProperty("texts")[0]
            .Text("text")
            .ShouldBe("New lens");
    }
}
