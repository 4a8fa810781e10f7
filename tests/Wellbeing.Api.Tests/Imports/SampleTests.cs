using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>Real lines go in once, however often and however brokenly they are sent.</summary>
public sealed class SampleTests(Host host)
{
    private static readonly Totals Whole = new(Sample.Lines, 0, 0, 53);

    [Fact]
    public async Task all_of_it_is_accepted_and_what_breaks_a_policy_is_listed_with_its_rule()
    {
        var (server, prefix) = await SetAsync();
        var answer = await server.ImportAsync(Sample.Under(prefix), prefix);

        answer.Totals.ShouldBe(Whole);
        answer.Rejected.ShouldBeEmpty();
        answer
            .Findings.GroupBy(x => (x.Finding, x.Rule))
            .Select(x => (x.Key.Finding, x.Key.Rule, x.Count()))
            .ShouldBe(
                [
                    ("before-appointment", "record-keeping", 2),
                    ("authority-exceeded", "MPS Order 135", 18),
                    ("not-publicised", "MPS Order 135", 33),
                ],
                ignoreOrder: true
            );
        (await Sample.EventsAsync(server, prefix)).ShouldBe(Sample.Lines);
    }

    [Fact]
    public async Task sent_again_every_line_is_a_duplicate_and_changes_nothing()
    {
        var (server, prefix) = await SetAsync();
        await server.ImportAsync(Sample.Under(prefix), prefix);
        var before = await Sample.HistoryAsync(server, prefix);

        (await server.ImportAsync(Sample.Under(prefix), prefix)).Totals.ShouldBe(new(0, Sample.Lines, 0, 0));
        (await Sample.EventsAsync(server, prefix)).ShouldBe(Sample.Lines);
        (await Sample.HistoryAsync(server, prefix)).ShouldBe(before);
    }

    [Fact]
    public async Task a_key_with_another_content_is_rejected_and_another_order_of_fields_is_no_other_content()
    {
        var (server, prefix) = await SetAsync();
        var lines = Sample.Under(prefix).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await server.ImportAsync(Lines.Text(lines), prefix);

        lines[300] = lines[300].Replace("\"actor\":\"", "\"actor\":\"x", StringComparison.Ordinal);
        lines[5] = lines[5]
            .Replace("{\"key\":", "{ \"nothing\":null, \"key\":", StringComparison.Ordinal)
            .But("nothing", null);
        lines[10] = lines[10].But("key", lines[10].Split('"')[3]);
        var answer = await server.ImportAsync(Lines.Text(lines), prefix);
        answer.Totals.ShouldBe(new(0, Sample.Lines - 2, 2, 0));
        answer.Rejected.ShouldBe([(6, "bad-input"), (301, "key-reused")]);
    }

    [Fact]
    public async Task a_dry_run_counts_the_same_and_stores_nothing()
    {
        var (server, prefix) = await SetAsync();
        var lines = Sample.Under(prefix) + "not json\n" + Lines.NominatedUnit("unit", $"{prefix}U001");
        var dry = await server.ImportAsync(lines, prefix, dryRun: true);
        (await Sample.EventsAsync(server, prefix)).ShouldBe(0);
        var wet = await server.ImportAsync(lines, prefix);
        dry.Totals.ShouldBe(wet.Totals);
        dry.Lines.Select(x => x.ToString()).ShouldBe(wet.Lines.Select(x => x.ToString()));
        (await server.ImportAsync(lines, prefix, dryRun: true)).Totals!.Duplicates.ShouldBe(wet.Totals!.Accepted);
    }

    [Fact]
    public async Task when_the_same_is_imported_twice_at_once_each_line_goes_in_once()
    {
        var (server, prefix) = await SetAsync();
        var alone = await TakenInAsync(server);

        var both = await Task.WhenAll(
            server.ImportAsync(Sample.Under(prefix), prefix),
            server.ImportAsync(Sample.Under(prefix), prefix)
        );
        both.ShouldAllBe(x => x.Rejected.Count == 0);
        both.Sum(x => x.Totals!.Accepted).ShouldBe(Sample.Lines);
        both.Sum(x => x.Totals!.Duplicates).ShouldBe(Sample.Lines);
        (await Sample.HistoryAsync(server, prefix)).ShouldBe(alone);
    }

    [Fact]
    public async Task broken_off_half_way_and_sent_again_it_is_as_if_it_had_never_broken_off()
    {
        var (server, prefix) = await SetAsync();
        const int times = 5;
        var alone = await TakenInAsync(server);
        var lines = Sample.Many(prefix, times);
        var half = new string([.. lines.AsSpan(0, lines.Length * 3 / 4)]);

        using var stop = new CancellationTokenSource();
        var broken = server.Integrator().OpenAsync(Lines.Path(prefix), new NeverEnding(half), stop.Token);
        await Until.TrueAsync(async () => await Sample.EventsAsync(server, prefix) > 0);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(broken);

        var again = await server.ImportAsync(lines, prefix);
        again.Totals!.Rejected.ShouldBe(0);
        again.Totals.Duplicates.ShouldBeGreaterThan(0);
        (again.Totals.Accepted + again.Totals.Duplicates).ShouldBe(times * Sample.Lines);
        (await Sample.EventsAsync(server, prefix)).ShouldBe(times * Sample.Lines);
        for (var i = 0; i < times; i++)
            (await Sample.HistoryAsync(server, $"{prefix}{i}-")).ShouldBe(alone);
    }

    [Theory]
    [InlineData("cut off")]
    [InlineData("a byte changed")]
    public async Task a_damaged_gzip_has_no_totals_what_came_before_is_on_record_and_sending_again_mends_it(
        string damage
    )
    {
        var (server, prefix) = await SetAsync();
        const int times = 4;
        var lines = Sample.Many(prefix, times);
        var packed = Lines.Packed(lines);
        var damaged = damage == "cut off" ? packed[..(packed.Length * 7 / 8)] : [.. packed];
        if (damaged.Length == packed.Length)
            damaged.AsSpan(packed.Length * 7 / 8, 64).Clear();

        var broken = await server.ImportAsync(Lines.Gzip(damaged), prefix);
        broken.Totals.ShouldBeNull();
        broken.Lines[^1].Text("failed").ShouldBe("damaged-gzip");
        var progress = broken
            .Lines.Where(x => x.TryGetProperty("progress", out _))
            .Select(x => x.GetProperty("progress"));
        var stored = await Sample.EventsAsync(server, prefix);
        stored.ShouldBe(progress.Last().GetProperty("accepted").GetInt64());
        // More than whole batches: the last lines before the damage as well.
        stored.ShouldBeGreaterThan(times * Sample.Lines * 3 / 4);

        var again = await server.ImportAsync(Lines.Gzip(packed), prefix);
        again.Totals.ShouldBe(new(times * Sample.Lines - (int)stored, (int)stored, 0, again.Totals!.Findings));
        (await Sample.EventsAsync(server, prefix)).ShouldBe(times * Sample.Lines);
    }

    [Fact]
    public async Task sources_do_not_share_their_keys_and_the_names_of_officers_and_units_are_taken()
    {
        var (server, prefix) = await SetAsync();
        await server.ImportAsync(Sample.Under(prefix), prefix);
        var answer = await server.ImportAsync(Sample.Under(prefix), $"{prefix}other");
        answer.Totals!.Duplicates.ShouldBe(0);
        answer.Rejected.Select(x => x.Code).Distinct().ShouldContain("unit-code-in-use");
        answer.Rejected.Select(x => x.Code).Distinct().ShouldContain("badge-number-in-use");
    }

    private async Task<(Host.Running, string)> SetAsync() => (await host.RunAsync(), Bureau.Name("s"));

    /// <summary>Takes the sample in under a prefix of its own; answers the history that came of it.</summary>
    private static async Task<string> TakenInAsync(Host.Running server)
    {
        var prefix = Bureau.Name("s");
        (await server.ImportAsync(Sample.Under(prefix), prefix)).Totals.ShouldBe(Whole);
        return await Sample.HistoryAsync(server, prefix);
    }

    /// <summary>Sends what it has, and then waits for more that never comes.</summary>
    private sealed class NeverEnding : HttpContent
    {
        private readonly byte[] _bytes;

        public NeverEnding(string text)
        {
            _bytes = System.Text.Encoding.UTF8.GetBytes(text);
            Lines.Content(this);
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(
            Stream stream,
            System.Net.TransportContext? context,
            CancellationToken cancellationToken
        )
        {
            await stream.WriteAsync(_bytes, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
