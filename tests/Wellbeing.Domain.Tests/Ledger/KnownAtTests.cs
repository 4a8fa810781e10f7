using CsCheck;
using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

public sealed class KnownAtTests
{
    private static readonly DateTimeOffset _noon = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // Few times close together, so that ends meet; the longest distances are several times the trust.
    private static readonly Gen<DateTimeOffset> _time = Gen.Int[-40, 40].Select(x => At(x * 10));

    private static readonly Gen<Growth> _ledger = Gen.Select(
        Gen.Select(Gen.Long[1, 5], Gen.Int[0, 9]).Array[0, 6],
        Gen.Int[-40, 40],
        static (steps, start) =>
        {
            var (ledger, size, at) = (new Growth([]), 0L, start * 10);
            foreach (var (leaves, tens) in steps)
                ledger = ledger.With(size += leaves, At(at += tens * 10));
            return ledger;
        }
    );

    private static readonly Gen<(Growth Ledger, DateTimeOffset Time, DateTimeOffset Now)> _asked = Gen.Select(
        _ledger,
        _time,
        _time
    );

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(-1, 0, 0, false)]
    [InlineData(0, 0, 1, true)]
    [InlineData(-1, 0, 1, false)]
    [InlineData(-60, -60, 0, true)]
    [InlineData(-61, -61, 0, false)]
    [InlineData(-60, -3600, 0, true)]
    [InlineData(-61, -3600, 0, false)]
    [InlineData(0, 3600, 0, true)]
    [InlineData(-1, 3600, 0, false)]
    public void when_an_event_is_in_the_ledger_it_counts_from_its_recording_within_a_minute_before_its_batch(
        int time,
        int recordedAt,
        int batch,
        bool known
    ) => new Growth([]).With(1, At(batch)).Ask(At(time), now: At(7200)).Knows(0, At(recordedAt)).ShouldBe(known);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(40, true)]
    public void when_an_event_has_no_leaf_yet_it_counts_after_the_last_batch_from_its_recording(int time, bool known) =>
        new Growth([]).With(1, At(-3600)).Ask(At(time), now: At(3600)).Knows(null, At(0)).ShouldBe(known);

    [Fact]
    public void when_an_event_was_just_recorded_it_counts_though_a_batch_has_passed_it_by()
    {
        var ledger = new Growth([]).With(1, At(1));
        ledger.Ask(At(0), now: At(2)).Knows(null, At(0)).ShouldBeTrue();
        ledger.Ask(At(0), now: At(61)).Knows(null, At(0)).ShouldBeFalse();
    }

    [Fact]
    public void when_the_ledger_is_empty_recorded_times_decide()
    {
        var known = new Growth([]).Ask(At(0), now: At(100_000));
        known.Knows(null, At(0)).ShouldBeTrue();
        known.Knows(null, At(1)).ShouldBeFalse();
    }

    [Fact]
    public void when_the_end_of_time_is_asked_about_everything_is_known() =>
        new Growth([]).With(1, At(0)).Ask(DateTimeOffset.MaxValue, At(0)).Knows(null, At(9999)).ShouldBeTrue();

    [Fact]
    public void it_is_what_the_rule_says_event_by_event() =>
        Gen.Select(_asked, Leaf(), _time)
            .Sample(
                (asked, leaf, recordedAt) =>
                {
                    var (ledger, time, now) = asked;
                    var place = leaf < ledger.Size ? leaf : (long?)null;
                    ledger.Ask(time, now).Knows(place, recordedAt).ShouldBe(ledger.Rule(time, now, place, recordedAt));
                },
                iter: 20_000
            );

    [Fact]
    public void what_is_known_stays_known_at_every_later_time() =>
        Gen.Select(_asked, Leaf(), _time, Gen.Int[0, 20])
            .Sample(
                (asked, leaf, recordedAt, later) =>
                {
                    var (ledger, time, now) = asked;
                    var place = leaf < ledger.Size ? leaf : (long?)null;
                    if (ledger.Ask(time, now).Knows(place, recordedAt))
                        ledger.Ask(time.AddSeconds(later * 10), now).Knows(place, recordedAt).ShouldBeTrue();
                },
                iter: 20_000
            );

    [Fact]
    public void what_has_no_leaf_and_is_known_stays_known_when_the_ledger_takes_it_in_within_a_minute() =>
        Gen.Select(_asked, _time, Gen.Long[1, 3], Gen.Int[0, 6])
            .Sample(
                (asked, recordedAt, leaves, soon) =>
                {
                    var (ledger, time, now) = asked;
                    var batch = Latest(ledger.Next(now), recordedAt).AddSeconds(soon * 10);
                    if (batch - recordedAt > KnownAt.Trust || !ledger.Ask(time, now).Knows(null, recordedAt))
                        return;
                    var after = ledger.With(ledger.Size + leaves, batch);
                    after.Ask(time, batch).Knows(ledger.Size, recordedAt).ShouldBeTrue();
                    after.Ask(time, At(9000)).Knows(ledger.Size, recordedAt).ShouldBeTrue();
                },
                iter: 20_000
            );

    [Fact]
    public void of_a_time_before_the_last_batch_and_the_last_minute_no_new_event_becomes_known_whatever_its_time_says() =>
        Gen.Select(_asked, _time, Gen.Long[1, 3], Gen.Int[0, 6])
            .Sample(
                (asked, recordedAt, leaves, later) =>
                {
                    var (ledger, time, now) = asked;
                    if (ledger.Last is not { } last || time >= last || time + KnownAt.Trust >= now)
                        return;
                    ledger.Ask(time, now).Knows(null, recordedAt).ShouldBeFalse();
                    var after = ledger.With(ledger.Size + leaves, ledger.Next(now).AddSeconds(later * 10));
                    after.Ask(time, now.AddSeconds(later * 10)).Knows(ledger.Size, recordedAt).ShouldBeFalse();
                },
                iter: 50_000
            );

    [Fact]
    public void of_an_event_in_the_ledger_its_time_changes_nothing_but_within_the_minute_before_its_batch() =>
        Gen.Select(_asked, Leaf(), _time, _time)
            .Sample(
                (asked, leaf, was, set) =>
                {
                    var (ledger, time, now) = asked;
                    if (leaf >= ledger.Size)
                        return;
                    var known = ledger.Ask(time, now);
                    var batch = ledger.CoveredAt(leaf);
                    if (time < batch - KnownAt.Trust || time >= batch)
                        known.Knows(leaf, set).ShouldBe(known.Knows(leaf, was));
                },
                iter: 20_000
            );

    [Fact]
    public void an_event_that_is_behind_another_in_both_orders_is_not_known_without_it() =>
        Gen.Select(_asked, Leaf(), Leaf(), _time, Gen.Int[0, 20])
            .Sample(
                (asked, one, other, recordedAt, later) =>
                {
                    var (ledger, time, now) = asked;
                    var (first, second) = (Place(Math.Min(one, other)), Place(Math.Max(one, other)));
                    var known = ledger.Ask(time, now);
                    if (known.Knows(second, recordedAt.AddSeconds(later * 10)))
                        known.Knows(first, recordedAt).ShouldBeTrue();

                    long? Place(long leaf) => leaf < ledger.Size ? leaf : null;
                },
                iter: 20_000
            );

    private static Gen<long> Leaf() => Gen.Long[0, 15];

    private static DateTimeOffset At(int seconds) => _noon.AddSeconds(seconds);

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>The batches of a ledger, and the rule on them word by word.</summary>
    private sealed record Growth(IReadOnlyList<(long Size, DateTimeOffset At)> Batches)
    {
        public long Size => Batches is [.., var (size, _)] ? size : 0;

        public DateTimeOffset? Last => Batches is [.., var (_, at)] ? at : null;

        public Growth With(long size, DateTimeOffset at) => new([.. Batches, (size, at)]);

        public DateTimeOffset CoveredAt(long leaf) => Batches.First(x => x.Size > leaf).At;

        /// <summary>The time of a batch that came now.</summary>
        public DateTimeOffset Next(DateTimeOffset now) => Latest(now, Last ?? now);

        public KnownAt Ask(DateTimeOffset time, DateTimeOffset now) =>
            KnownAt.Of(time, now, SizeAt(time), SizeAt(KnownAt.Horizon(time)), Last);

        public bool Rule(DateTimeOffset time, DateTimeOffset now, long? leaf, DateTimeOffset recordedAt)
        {
            if (leaf is { } place)
            {
                var batch = CoveredAt(place);
                var from = recordedAt > batch ? batch : Latest(recordedAt, batch.AddSeconds(-60));
                return from <= time;
            }
            return recordedAt <= time && (Last is null || Last <= time || Next(now).AddSeconds(-60) <= time);
        }

        private long SizeAt(DateTimeOffset time) => Batches.LastOrDefault(x => x.At <= time).Size;
    }
}
