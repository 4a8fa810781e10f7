using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

/// <summary>A pinned key answers for its successors, and each key only up to the tree at which it named the next.</summary>
public sealed class LogKeysTests : IDisposable
{
    private const string Origin = "example.com/log";
    private static readonly byte[] Root = new byte[32];

    private readonly NoteSigner _first = Signer(1);
    private readonly NoteSigner _second = Signer(2);
    private readonly NoteSigner _third = Signer(3);

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _third.Dispose();
    }

    [Fact]
    public void a_successor_counts_and_the_old_key_no_further_than_where_it_named_it()
    {
        var keys = new LogKeys(_first.Key, [Named(_second, 20, _third), Named(_first, 10, _second)]);
        keys.Latest.ShouldBe(_third.Key);
        Vouched(keys, _first, 10).ShouldBeTrue();
        Vouched(keys, _first, 11).ShouldBeFalse();
        Vouched(keys, _second, 20).ShouldBeTrue();
        Vouched(keys, _second, 21).ShouldBeFalse();
        Vouched(keys, _third, 1000).ShouldBeTrue();
    }

    [Fact]
    public void a_key_that_nobody_named_does_not_count_nor_does_another_log()
    {
        var keys = new LogKeys(_first.Key, []);
        Vouched(keys, _second, 5).ShouldBeFalse();
        var other = new Checkpoint("example.com/other", 5, Root);
        keys.Vouch(_first.Note(other.Text), other).ShouldBeFalse();
    }

    [Fact]
    public void of_two_successors_that_a_key_named_the_first_counts()
    {
        var keys = new LogKeys(_first.Key, [Named(_first, 10, _second), Named(_first, 8, _third)]);
        Vouched(keys, _second, 50).ShouldBeTrue();
        Vouched(keys, _third, 50).ShouldBeFalse();
    }

    [Fact]
    public void for_what_was_signed_before_it_came_the_pinned_key_does_not_answer()
    {
        var keys = new LogKeys(_second.Key, [Named(_first, 10, _second)]);
        Vouched(keys, _first, 10).ShouldBeFalse();
        var checkpoint = new Checkpoint(Origin, 10, Root);
        keys.Precede(_first.Note(checkpoint.Text), checkpoint).ShouldBeTrue();
        keys.Precede(_third.Note(checkpoint.Text), checkpoint).ShouldBeFalse();
    }

    private static bool Vouched(LogKeys keys, NoteSigner signer, long size)
    {
        var checkpoint = new Checkpoint(Origin, size, Root);
        return keys.Vouch(signer.Note(checkpoint.Text), checkpoint);
    }

    private static Succession Named(NoteSigner old, long size, NoteSigner next) => new(old.Key, size, Root, next.Key);

    private static NoteSigner Signer(byte seed) => new(Origin, KeyKind.Note, [.. Enumerable.Repeat(seed, 32)]);
}
