using System.Net;
using System.Net.Sockets;
using Shouldly;
using Wellbeing.Api.Ledger;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Witness.Tests;

public sealed class WitnessClientTests : IAsyncLifetime
{
    private readonly Log _log = new("example.com/log");
    private Home _home = null!;
    private WitnessProcess _witness = null!;
    private WitnessClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _home = await Home.BegunAsync();
        _witness = await WitnessProcess.StartAsync(_home.Path, _log.Key.Text);
        _client = new(_witness.Url, VerifierKey.TryParse(_witness.Key)!);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _witness.DisposeAsync();
        _home.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task a_checkpoint_comes_back_cosigned_and_is_then_the_latest()
    {
        var cosigned = (await AddAsync(_log, 5, 0)).ShouldBeOfType<WitnessAnswer.Cosigned>();

        cosigned.Note.IsSignedBy(_log.Key).ShouldBeTrue();
        cosigned.Note.CosignedAt(_client.Key).ShouldBe(cosigned.At);
        var latest = (await _client.LatestAsync(_log.Origin, default)).ShouldBeOfType<WitnessAnswer.Cosigned>();
        latest.Note.ToString().ShouldBe(cosigned.Note.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task when_the_size_was_remembered_wrongly_it_is_asked_again_from_the_one_told(long remembered)
    {
        await AddAsync(_log, 5, 0);
        (await AddAsync(_log, 9, remembered)).ShouldBeOfType<WitnessAnswer.Cosigned>();
    }

    [Fact]
    public async Task when_the_log_was_rolled_back_or_rewritten_it_is_refused()
    {
        using var rewritten = new Log(_log.Origin, forksAt: 4);
        await AddAsync(_log, 9, 0);

        (await AddAsync(_log, 7, 0)).ShouldBeOfType<WitnessAnswer.Refused>().Size.ShouldBe(9);
        (await AddAsync(rewritten, 9, 9)).ShouldBeOfType<WitnessAnswer.Refused>().Status.ShouldBe(409);
        (await AddAsync(rewritten, 12, 0)).ShouldBeOfType<WitnessAnswer.Refused>().Status.ShouldBe(422);
        (await AddAsync(_log, 12, 9)).ShouldBeOfType<WitnessAnswer.Cosigned>();
    }

    [Fact]
    public async Task when_the_witness_does_not_know_log_or_key_it_is_refused()
    {
        using var stranger = new Log("example.com/stranger");
        using var thief = new Log(_log.Origin, key: 9);

        (await AddAsync(stranger, 5, 0)).ShouldBeOfType<WitnessAnswer.Refused>().Status.ShouldBe(404);
        (await AddAsync(thief, 5, 0)).ShouldBeOfType<WitnessAnswer.Refused>().Status.ShouldBe(403);
        (await _client.LatestAsync(_log.Origin, default)).ShouldBeOfType<WitnessAnswer.Refused>().Status.ShouldBe(404);
    }

    [Fact]
    public async Task when_the_witness_has_another_key_than_the_pinned_one_nothing_of_it_is_believed()
    {
        using var other = new NoteSigner(_client.Key.Name, KeyKind.Cosignature, new byte[32]);
        using var pinned = new WitnessClient(_witness.Url, other.Key);

        var answer = await pinned.AddCheckpointAsync(_log.Checkpoint(5), 0, Proof(_log), default);
        answer.ShouldBeOfType<WitnessAnswer.Refused>().Status.ShouldBe(200);
        (await pinned.LatestAsync(_log.Origin, default)).ShouldBeOfType<WitnessAnswer.Refused>().Status.ShouldBe(200);
    }

    [Fact]
    public async Task when_the_witness_is_gone_it_is_unreachable()
    {
        await _witness.KillAsync();

        (await AddAsync(_log, 5, 0)).ShouldBeOfType<WitnessAnswer.Unreachable>();
        (await _client.LatestAsync(_log.Origin, default)).ShouldBeOfType<WitnessAnswer.Unreachable>();
        (
            await _client.AddTombstoneAsync(_log.Tombstone(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch), default)
        ).ShouldBeOfType<WitnessAnswer.Unreachable>();
        await Should.ThrowAsync<WitnessUnreachableException>(() =>
            _client.TombstonesAsync(_log.Origin, [_log.Key], default)
        );
    }

    [Fact]
    public async Task when_the_witness_says_nothing_it_is_unreachable_after_the_deadline()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var client = new WitnessClient(new($"http://{silent.LocalEndpoint}"), _client.Key);

        var answer = await client.AddCheckpointAsync(_log.Checkpoint(5), 0, Proof(_log), default);

        answer.ShouldBeOfType<WitnessAnswer.Unreachable>();
    }

    [Fact]
    public async Task tombstones_come_back_where_a_key_of_the_log_has_signed_them()
    {
        var at = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddMicroseconds(8);
        var tombstone = new Tombstone(_log.Origin, Guid.CreateVersion7(), at);
        using var other = new Log(_log.Origin, key: 9);

        (await _client.AddTombstoneAsync(_log.Sign(tombstone.Text), default)).ShouldBeNull();
        (await _client.AddTombstoneAsync(other.Sign(tombstone.Text), default))
            .ShouldBeOfType<WitnessAnswer.Refused>()
            .Status.ShouldBe(403);

        (await _client.TombstonesAsync(_log.Origin, [_log.Key], default)).ShouldBe([tombstone]);
        (await _client.TombstonesAsync(_log.Origin, [other.Key], default)).ShouldBeEmpty();
        (await _client.TombstonesAsync("example.com/other", [_log.Key], default)).ShouldBeEmpty();
    }

    private Task<WitnessAnswer> AddAsync(Log log, long size, long old) =>
        _client.AddCheckpointAsync(log.Checkpoint(size), old, Proof(log), default);

    private static ConsistencyProof Proof(Log log) => (from, to, _) => Task.FromResult(log.Proof(from, to));
}
