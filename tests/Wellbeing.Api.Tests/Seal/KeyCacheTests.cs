using System.Security.Cryptography;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Wellbeing.Api.Seal;
using Xunit;

namespace Wellbeing.Api.Tests.Seal;

public sealed class KeyCacheTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void a_full_cache_keeps_its_bound_and_what_is_used()
    {
        var cache = Cache(3);
        var (used, idle) = (NewKey(), NewKey());
        Add(cache, used, idle, NewKey());

        for (var i = 0; i < 100; i++)
        {
            cache.Find(used.SubjectId).ShouldNotBeNull();
            Add(cache, NewKey());
        }

        cache.Find(used.SubjectId)!.Span.ToArray().ShouldBe(used.Span.ToArray());
        cache.Find(idle.SubjectId).ShouldBeNull();
    }

    [Fact]
    public void any_sequence_of_adds_and_forgets_never_gives_another_subjects_key()
    {
        var cache = Cache(7);
        var keys = Enumerable.Range(0, 20).Select(_ => NewKey()).ToArray();
        Gen.Select(Gen.Int[0, 19], Gen.Bool)
            .Array[1, 200]
            .Sample(
                steps =>
                {
                    foreach (var (i, add) in steps)
                    {
                        if (add)
                            Add(cache, keys[i]);
                        else
                            cache.Forget(keys[i].SubjectId);
                        var found = cache.Find(keys[i].SubjectId);
                        (found is not null).ShouldBe(add);
                        foreach (var key in keys)
                            cache.Find(key.SubjectId)?.Span.SequenceEqual(key.Span).ShouldBeTrue();
                    }
                },
                threads: 1
            );
    }

    [Fact]
    public void a_forgotten_key_is_gone_while_a_copy_in_use_stays_whole()
    {
        var cache = Cache(3);
        var key = NewKey();
        Add(cache, key);
        var inUse = cache.Find(key.SubjectId)!;

        cache.Forget(key.SubjectId);

        cache.Find(key.SubjectId).ShouldBeNull();
        inUse.Span.ToArray().ShouldBe(key.Span.ToArray());
    }

    [Fact]
    public void when_a_key_is_forgotten_while_it_is_being_read_it_is_not_cached_again()
    {
        var cache = Cache(3);
        var key = NewKey();
        var ticket = cache.Ticket();

        cache.Forget(key.SubjectId);
        cache.Add(key, ticket);

        cache.Find(key.SubjectId).ShouldBeNull();
    }

    [Fact]
    public void a_key_is_not_served_beyond_its_lifetime_however_often_it_is_used()
    {
        var cache = Cache(3);
        var key = NewKey();
        Add(cache, key);

        _time.Advance(TimeSpan.FromMinutes(4));
        cache.Find(key.SubjectId).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMinutes(1));

        cache.Find(key.SubjectId).ShouldBeNull();
    }

    private KeyCache Cache(int capacity) => new(capacity, TimeSpan.FromMinutes(5), _time);

    private static void Add(KeyCache cache, params SubjectKey[] keys)
    {
        foreach (var key in keys)
            cache.Add(key, cache.Ticket());
    }

    private static SubjectKey NewKey() => new(Guid.NewGuid(), RandomNumberGenerator.GetBytes(SubjectKey.Size));
}
