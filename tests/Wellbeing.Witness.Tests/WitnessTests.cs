using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Witness.Tests;

public sealed class WitnessTests : IAsyncLifetime
{
    private readonly Log _log = new("example.com/log");
    private readonly Log _other = new("example.com/other", key: 2);
    private readonly HttpClient _http = new();
    private Home _home = null!;
    private WitnessProcess _witness = null!;

    public async ValueTask InitializeAsync()
    {
        _home = await Home.BegunAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _witness.DisposeAsync();
        _home.Dispose();
        _log.Dispose();
        _other.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task what_extends_the_latest_checkpoint_is_cosigned_and_shown()
    {
        foreach (var (old, size) in new[] { (0L, 0L), (0, 1), (1, 1), (1, 5), (5, 300), (300, 301) })
        {
            var (status, body, _) = await AddAsync(_log.Request(old, size));

            status.ShouldBe(200, body);
            var note = SignedNote.TryParse(_log.Checkpoint(size) + body)!;
            note.CosignedAt(Key()).ShouldNotBeNull().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
            (await LatestAsync(_log.Origin)).ShouldBe((200, note.ToString()));
        }
    }

    [Fact]
    public async Task logs_do_not_know_of_each_other()
    {
        (await AddAsync(_log.Request(0, 5))).Status.ShouldBe(200);
        (await AddAsync(_other.Request(0, 9))).Status.ShouldBe(200);
        (await AddAsync(_log.Request(5, 6))).Status.ShouldBe(200);

        (await LatestAsync(_log.Origin)).Body.ShouldStartWith(_log.Checkpoint(6).ToString());
        (await LatestAsync(_other.Origin)).Body.ShouldStartWith(_other.Checkpoint(9).ToString());
    }

    [Fact]
    public async Task when_the_old_size_is_another_the_latest_is_told()
    {
        await ConflictAsync(_log.Request(3, 5), 0);
        (await AddAsync(_log.Request(0, 5))).Status.ShouldBe(200);
        await ConflictAsync(_log.Request(0, 9), 5);
        await ConflictAsync(_log.Request(4, 9), 5);
        await ConflictAsync(_log.Request(4, 4), 5);
        await ConflictAsync(_log.Request(6, 9), 5);
    }

    [Fact]
    public async Task when_a_log_tells_two_stories_the_second_is_refused()
    {
        using var liar = new Log(_log.Origin, forksAt: 4);
        (await AddAsync(_log.Request(0, 5))).Status.ShouldBe(200);

        await ConflictAsync(liar.Request(5, 5), 5);
        (await AddAsync(liar.Request(5, 9))).Status.ShouldBe(422);
        (await AddAsync(_log.Request(5, 9) with { Proof = [] })).Status.ShouldBe(422);
        (await AddAsync(_log.Request(5, 5) with { Proof = _log.Proof(5, 9) })).Status.ShouldBe(422);
        (await LatestAsync(_log.Origin)).Body.ShouldStartWith(_log.Checkpoint(5).ToString());
        (await AddAsync(_log.Request(5, 9))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task an_empty_tree_has_one_root_and_needs_no_proof()
    {
        var wrong = _log.Sign(new Checkpoint(_log.Origin, 0, new byte[32]).Text);
        (await AddAsync(new(0, [], wrong))).Status.ShouldBe(422);
        (await AddAsync(_log.Request(0, 5) with { Proof = _log.Proof(2, 5) })).Status.ShouldBe(422);
    }

    [Fact]
    public async Task an_unknown_log_and_an_unknown_key_are_told_apart()
    {
        using var stranger = new Log("example.com/stranger");
        using var thief = new Log(_log.Origin, key: 9);
        var mixed = _log.Checkpoint(5).With(_log.Checkpoint(6).Signatures);

        (await AddAsync(stranger.Request(0, 5))).Status.ShouldBe(404);
        (await AddAsync(thief.Request(0, 5))).Status.ShouldBe(403);
        (await AddAsync(new(0, [], mixed))).Status.ShouldBe(403);
        (await LatestAsync(_log.Origin)).Status.ShouldBe(404);
        (await LatestAsync(stranger.Origin)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task what_is_no_request_is_not_read_further()
    {
        var good = _log.Request(0, 5).Text;
        string[] bad =
        [
            "",
            "old 0",
            good[..^1],
            good.Replace("old 0", "old 00", StringComparison.Ordinal),
            good.Replace("old 0", "old -1", StringComparison.Ordinal),
            good.Replace("old 0", "old 6", StringComparison.Ordinal),
            good.Replace("old 0", "0", StringComparison.Ordinal),
            good.Replace("old 0\n", "old 0\nAAAA\n", StringComparison.Ordinal),
            good.Replace("\n5\n", "\nfive\n", StringComparison.Ordinal),
            good.Replace(
                "old 0\n",
                "old 0\n" + string.Concat(Enumerable.Repeat($"{Convert.ToBase64String(new byte[32])}\n", 64)),
                StringComparison.Ordinal
            ),
        ];
        foreach (var body in bad)
            (await PostAsync("add-checkpoint", body)).Status.ShouldBe(400, body);
        (await PostAsync("add-checkpoint", good)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task a_body_that_is_too_large_is_refused()
    {
        var large = _log.Request(0, 5).Text + new string('x', 65 * 1024);
        (await PostAsync("add-checkpoint", large)).Status.ShouldBe(413);
        (await PostAsync("tombstones", large)).Status.ShouldBe(413);
    }

    [Fact]
    public async Task a_checkpoint_that_repeats_its_signature_is_kept_with_one_and_is_read_again_at_the_next_start()
    {
        var request = _log.Request(0, 5);
        var repeated = Enumerable.Repeat(request.Note.Signatures[0], SignedNote.MaxSignatures - 1);
        var (status, body, _) = await AddAsync(request with { Note = request.Note.With(repeated) });
        status.ShouldBe(200, body);

        await _witness.DisposeAsync();
        await StartAsync();

        (await LatestAsync(_log.Origin)).ShouldBe((200, request.Note + body));
    }

    [Fact]
    public async Task of_many_requests_at_once_one_wins()
    {
        (await AddAsync(_log.Request(0, 5))).Status.ShouldBe(200);
        var answers = await Task.WhenAll(Enumerable.Range(6, 20).Select(size => AddAsync(_log.Request(5, size))));
        answers.Count(x => x.Status == 200).ShouldBe(1);
        answers.Count(x => x.Status == 409).ShouldBe(19);
    }

    [Fact]
    public async Task when_it_is_killed_after_an_answer_it_remembers_what_it_said()
    {
        var subject = Guid.CreateVersion7();
        for (var size = 1; size <= 4; size++)
        {
            (await AddAsync(_log.Request(size - 1, size))).Status.ShouldBe(200);
            var shown = await LatestAsync(_log.Origin);
            (await PostAsync("tombstones", _log.Tombstone(subject, Now()).ToString())).Status.ShouldBe(200);

            await _witness.DisposeAsync();
            await StartAsync();

            (await LatestAsync(_log.Origin)).ShouldBe(shown);
            await ConflictAsync(_log.Request(size - 1, size), size);
            (await TombstonesAsync(_log.Origin)).Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task a_tombstone_of_a_log_is_kept_once_and_told()
    {
        var (first, second) = (
            _log.Tombstone(Guid.CreateVersion7(), Now()),
            _log.Tombstone(Guid.CreateVersion7(), Now())
        );
        using var stranger = new Log("example.com/stranger");
        using var thief = new Log(_log.Origin, key: 9);

        foreach (var note in new[] { first, second, first })
            (await PostAsync("tombstones", note.ToString())).Status.ShouldBe(200);
        (await PostAsync("tombstones", stranger.Tombstone(Guid.CreateVersion7(), Now()).ToString())).Status.ShouldBe(
            404
        );
        (await PostAsync("tombstones", thief.Tombstone(Guid.CreateVersion7(), Now()).ToString())).Status.ShouldBe(403);
        (await PostAsync("tombstones", _log.Checkpoint(5).ToString())).Status.ShouldBe(400);
        (await PostAsync("tombstones", "nonsense")).Status.ShouldBe(400);

        (await TombstonesAsync(_log.Origin)).ShouldBe([first.ToString(), second.ToString()]);
        (await TombstonesAsync(_other.Origin)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_tombstone_that_was_half_written_when_the_power_went_is_forgotten_and_the_next_is_kept()
    {
        var (first, second) = (
            _log.Tombstone(Guid.CreateVersion7(), Now()),
            _log.Tombstone(Guid.CreateVersion7(), Now())
        );
        (await PostAsync("tombstones", first.ToString())).Status.ShouldBe(200);
        await _witness.DisposeAsync();
        await File.AppendAllTextAsync(_home.Tombstones, "\"wellbeing tombst");

        await StartAsync();
        (await PostAsync("tombstones", second.ToString())).Status.ShouldBe(200);
        await _witness.DisposeAsync();
        await StartAsync();

        (await TombstonesAsync(_log.Origin)).ShouldBe([first.ToString(), second.ToString()]);
    }

    [Fact]
    public async Task its_key_is_told() =>
        (await _http.GetStringAsync(new Uri(_witness.Url, "key"))).ShouldBe(_witness.Key + "\n");

    private async Task StartAsync() =>
        _witness = await WitnessProcess.StartAsync(_home.Path, _log.Key.Text, _other.Key.Text);

    private VerifierKey Key() => VerifierKey.TryParse(_witness.Key)!;

    private static DateTimeOffset Now() => new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private async Task ConflictAsync(WitnessRequest request, long size)
    {
        var (status, body, type) = await AddAsync(request);
        (status, body, type).ShouldBe(
            (409, string.Create(CultureInfo.InvariantCulture, $"{size}\n"), "text/x.tlog.size")
        );
    }

    private Task<(int Status, string Body, string? Type)> AddAsync(WitnessRequest request) =>
        PostAsync("add-checkpoint", request.Text);

    private async Task<(int Status, string Body, string? Type)> PostAsync(string path, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var response = await _http.PostAsync(new Uri(_witness.Url, path), content);
        return (
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.ToString()
        );
    }

    private async Task<(int Status, string Body)> LatestAsync(string origin)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));
        using var response = await _http.GetAsync(new Uri(_witness.Url, $"{hash}/checkpoint"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<List<string>> TombstonesAsync(string origin) =>
        JsonSerializer.Deserialize<List<string>>(
            await _http.GetStringAsync(new Uri(_witness.Url, $"tombstones?origin={Uri.EscapeDataString(origin)}"))
        )!;
}
