using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>Every cell of endpoint × role × relation × fault of the token; what is expected follows from the endpoint's row.</summary>
[Collection("one bureau")]
public sealed class MatrixLaws(Host host, MatrixLaws.Covered covered) : IClassFixture<MatrixLaws.Covered>
{
    private static readonly ParallelOptions AFewAtOnce = new() { MaxDegreeOfParallelism = 4 };
    private static readonly Relation[] Relations = Enum.GetValues<Relation>();

    public static TheoryData<string> Every => [.. Matrix.All.Select(x => x.Endpoint)];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task each_role_reaches_what_its_row_says_and_nothing_else(string endpoint)
    {
        var (server, row) = (await host.RunAsync(), EndpointLaws.Of(endpoint));
        var stranger = await server.OfficerAsync();
        var care = new HashSet<bool>();
        foreach (var make in row.Also.Prepend(row.SampleAsync))
        {
            var shared = await Stage.SetAsync(server, make, stranger, Relations);
            care.Add(shared.Sample.UnderCare);
            await EachAsync(
                from role in Enum.GetValues<Role>()
                from relation in Relations
                select (role, relation),
                async cell =>
                {
                    var (role, relation) = cell;
                    var subject = shared.Sample with { UnderCare = shared.Sample.UnderCare || row.CareAlone };
                    var reached = row.ReachOf(role)?.Covers(relation, subject);
                    var refused = reached == true ? shared.Sample.RefusedWith(role, relation) : null;
                    // Only what succeeds uses a sample up.
                    var stage =
                        (row.Appends || row.Sets) && reached == true && refused is null
                            ? await Stage.SetAsync(server, make, stranger, relation)
                            : shared;
                    var caller = server.With(server.Token([role], stage.Who(role, relation)));
                    await (
                        reached switch
                        {
                            null => IsForbiddenAsync(caller, row, stage.Sample),
                            true when refused is not null => IsRefusedAsync(caller, row, stage.Sample, refused),
                            true => IsDoneAsync(caller, row, stage.Sample),
                            false => IsHiddenAsync(caller, row, stage.Sample),
                        }
                    );
                    covered.Reach(row);
                }
            );
        }
        if (!row.CareAlone && row.Rights.Any(x => row.ReachOf(x.Role) == Reaches.UnderCare))
            care.ShouldBe([true, false], ignoreOrder: true, "The row needs a subject under care and one who is not.");
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task a_token_with_a_fault_lets_nobody_in(string endpoint)
    {
        var (server, row) = (await host.RunAsync(), EndpointLaws.Of(endpoint));
        var stage = await Stage.SetAsync(server, row.SampleAsync, await server.OfficerAsync(), Relations);
        await EachAsync(
            from fault in Enum.GetValues<TokenFault>()
            from role in Enum.GetValues<Role>()
            from relation in Relations
            select (fault, role, relation),
            async cell =>
            {
                var token = server.Faulty(cell.fault, cell.role, stage.Who(cell.role, cell.relation));
                (await AskAsync(server.With(token), row, stage.Sample)).Refused(401, "unauthenticated");
                covered.Fault(row);
            }
        );
    }

    private static async Task IsForbiddenAsync(Client caller, Row row, Sample sample) =>
        (await AskAsync(caller, row, sample)).Refused(403, "forbidden");

    private static async Task IsRefusedAsync(Client caller, Row row, Sample sample, string code) =>
        (await AskAsync(caller, row, sample)).Refused(409, code);

    private static async Task IsDoneAsync(Client caller, Row row, Sample sample)
    {
        var reply = await AskAsync(caller, row, sample);
        reply.Status.ShouldBe(EndpointLaws.Success(row), reply.Text);
        if (sample.Shares)
            (await IsShownAsync(caller, reply, sample)).ShouldBeTrue("It is not shown.");
    }

    private static async Task IsHiddenAsync(Client caller, Row row, Sample sample)
    {
        var hidden = await AskAsync(caller, row, sample);
        if (sample.Shares)
        {
            (await IsShownAsync(caller, hidden.Done(), sample)).ShouldBeFalse("It is shown.");
            return;
        }
        var unknown = await (
            row.Names
                ? EndpointLaws.AskAsync(caller, row, row.Unknown, sample.Body)
                : EndpointLaws.AskAsync(caller, row, sample.Path, NamingNobody(sample))
        );
        hidden.Status.ShouldBe(HttpStatusCode.NotFound, hidden.Text);
        Told(hidden).ShouldBe(Told(unknown));
    }

    /// <summary>Looks for the subject on every page.</summary>
    private static async Task<bool> IsShownAsync(Client caller, Reply first, Sample sample)
    {
        if (sample.ShowsInFile is { } shows)
            return shows(first.Text);
        for (var reply = first; ; )
        {
            if (sample.Shows!(reply.Json))
                return true;
            if (!reply.Json.TryGetProperty("next", out var next) || next.GetString() is not { } cursor)
                return false;
            reply = (await caller.GetAsync($"{sample.Path}&cursor={cursor}")).Done();
        }
    }

    private static object? NamingNobody(Sample sample) =>
        sample is { Body: { } body, Officer: { } officer }
            ? Client.TextOf(body).Replace($"{officer}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal)
            : sample.Body;

    private static Task<Reply> AskAsync(Client caller, Row row, Sample sample) =>
        EndpointLaws.AskAsync(caller, row, sample.Path, sample.Body);

    /// <summary>All that an answer tells, but for when and under which name it was asked.</summary>
    private static string Told(Reply reply)
    {
        var json = JsonNode.Parse(reply.Text)!.AsObject();
        json.Remove("instance").ShouldBeTrue();
        json.Remove("traceId").ShouldBeTrue();
        var headers = reply.Headers.Concat(reply.ContentHeaders).Select(x => x.Key).Order(StringComparer.Ordinal);
        return $"{reply.Status} {json.ToJsonString()} {string.Join(' ', headers)}";
    }

    /// <summary>Asks all the cells, and names each that is not as expected.</summary>
    private static async Task EachAsync<T>(IEnumerable<T> cells, Func<T, Task> askAsync)
    {
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            cells,
            AFewAtOnce,
            async (cell, _) =>
            {
                try
                {
                    await askAsync(cell);
                }
                catch (ShouldAssertException failure)
                {
                    wrong.Enqueue($"{cell}: {failure.Message}");
                }
            }
        );
        wrong.ShouldBeEmpty();
    }

    /// <summary>How much was covered: said when the last test is over.</summary>
    public sealed class Covered : IDisposable
    {
        private readonly ConcurrentDictionary<string, byte> _endpoints = new(StringComparer.Ordinal);
        private int _reach;
        private int _faults;

        internal void Reach(Row row)
        {
            _endpoints.TryAdd(row.Endpoint, 0);
            Interlocked.Increment(ref _reach);
        }

        internal void Fault(Row row)
        {
            _endpoints.TryAdd(row.Endpoint, 0);
            Interlocked.Increment(ref _faults);
        }

        public void Dispose() =>
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Matrix: {_endpoints.Count} of {Matrix.All.Count} endpoints; {_reach} cells of role × relation, "
                        + $"{_faults} cells of role × relation × fault of the token, each as its row says."
                )
            );
    }
}
