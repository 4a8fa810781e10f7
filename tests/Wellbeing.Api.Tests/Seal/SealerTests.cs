using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Shouldly;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Xunit;

namespace Wellbeing.Api.Tests.Seal;

public sealed class SealerTests
{
    private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(SubjectKey.Size);
    private static readonly SealContext Here = new(New(), New(), New(), "talk_held", "narrative");
    private static readonly SubjectKey Key = new(Here.SubjectId, Bytes);

    // Generated from code points: every text that UTF-8 can carry, from empty to longer than any buffer on the stack.
    private static readonly Gen<string> Texts = Gen.OneOf(
            Gen.Int[0, 0x7f],
            Gen.Int[0x4e00, 0x9fff],
            Gen.Int[0, 0x10ffff].Where(c => c is < 0xd800 or > 0xdfff)
        )
        .List[0, 2000]
        .Select(points => string.Concat(points.Select(char.ConvertFromUtf32)));

    private static readonly Gen<SealContext> Contexts = Gen.Select(
        Gen.Guid,
        Gen.Guid,
        Gen.Guid,
        Gen.String[Gen.Char.AlphaNumeric, 0, 300],
        Gen.String[Gen.Char.AlphaNumeric, 0, 300],
        (subject, stream, id, type, field) => new SealContext(subject, stream, id, type, field)
    );

    [Fact]
    public void any_text_opens_as_it_was_sealed() =>
        Gen.Select(Contexts, Texts)
            .Sample(
                (context, text) => Sealer.Open(Of(context), context, Sealer.Seal(Of(context), context, text)) == text
            );

    [Fact]
    public void a_sealed_text_survives_its_json()
    {
        var stored = JsonSerializer.Serialize(Sealer.Seal(Key, Here, "谈心谈话"));

        Sealer.Open(Key, Here, JsonSerializer.Deserialize<SealedText>(stored)!).ShouldBe("谈心谈话");
    }

    [Fact]
    public void an_envelope_has_the_documented_layout()
    {
        var text = Sealer.Seal(Key, Here, "hundred").Envelope.Span;

        text[0].ShouldBe((byte)1);
        text.Length.ShouldBe(1 + 12 + 32 + Encoding.UTF8.GetByteCount("hundred") + 16);
    }

    [Fact]
    public void two_seals_of_the_same_text_differ() =>
        Sealer.Seal(Key, Here, "same").ShouldNotBe(Sealer.Seal(Key, Here, "same"));

    [Fact]
    public void an_unpaired_surrogate_is_refused_not_replaced() =>
        Should.Throw<ArgumentException>(() => Sealer.Seal(Key, Here, "half \ud83d pair"));

    [Fact]
    public void a_text_is_not_sealed_under_another_subjects_key() =>
        Should.Throw<ArgumentException>(() => Sealer.Seal(new SubjectKey(New(), Bytes), Here, "text"));

    [Fact]
    public void when_the_subject_differs_opening_fails() => Refused(Here with { SubjectId = New() });

    [Fact]
    public void when_the_stream_differs_opening_fails() => Refused(Here with { StreamId = New() });

    [Fact]
    public void when_the_event_id_differs_opening_fails() => Refused(Here with { EventId = New() });

    [Fact]
    public void when_the_event_type_differs_opening_fails() => Refused(Here with { EventType = "talk_amended" });

    [Fact]
    public void when_the_field_differs_opening_fails() => Refused(Here with { Field = "note" });

    [Fact]
    public void when_a_letter_moves_from_the_event_type_to_the_field_opening_fails() =>
        Refused(Here with { EventType = "talk_hel", Field = "dnarrative" });

    [Fact]
    public void when_the_key_is_anothers_though_the_place_is_right_opening_fails()
    {
        var text = Sealer.Seal(Key, Here, "text");
        var other = new SubjectKey(Here.SubjectId, RandomNumberGenerator.GetBytes(SubjectKey.Size));

        Should.Throw<SealBrokenException>(() => Sealer.Open(other, Here, text));
        Should.Throw<SealBrokenException>(() => Sealer.Open(new SubjectKey(New(), Bytes), Here, text));
    }

    [Fact]
    public void when_any_bit_of_the_envelope_is_flipped_opening_fails()
    {
        var envelope = Sealer.Seal(Key, Here, "every bit counts").Envelope.ToArray();
        for (var bit = 0; bit < envelope.Length * 8; bit++)
        {
            var altered = envelope.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Should.Throw<SealBrokenException>(() => Sealer.Open(Key, Here, new SealedText(altered)), $"bit {bit}");
        }
    }

    [Fact]
    public void when_the_envelope_is_cut_anywhere_or_extended_opening_fails()
    {
        var envelope = Sealer.Seal(Key, Here, "text").Envelope;
        for (var length = 0; length < envelope.Length; length++)
            Should.Throw<SealBrokenException>(() => Sealer.Open(Key, Here, new SealedText(envelope[..length])));
        Should.Throw<SealBrokenException>(() =>
            Sealer.Open(Key, Here, new SealedText(envelope.ToArray().Append((byte)0).ToArray()))
        );
    }

    [Fact]
    public void when_cipher_text_and_tag_are_right_but_the_commitment_is_another_keys_opening_fails()
    {
        var own = Sealer.Seal(Key, Here, "text").Envelope.ToArray();
        var other = new SubjectKey(Here.SubjectId, RandomNumberGenerator.GetBytes(SubjectKey.Size));
        var foreign = Sealer.Seal(other, Here, "text").Envelope;
        foreign.Span.Slice(13, 32).CopyTo(own.AsSpan(13));

        // No inner exception: it was refused before anything was decrypted.
        Should
            .Throw<SealBrokenException>(() => Sealer.Open(Key, Here, new SealedText(own)))
            .InnerException.ShouldBeNull();
    }

    [Fact]
    public void the_commitment_is_the_same_for_one_place_and_another_for_each_other_event_field_and_key()
    {
        var other = new SubjectKey(Here.SubjectId, RandomNumberGenerator.GetBytes(SubjectKey.Size));

        Commitment(Key, Here).ShouldBe(Commitment(Key, Here));
        new[]
        {
            Commitment(Key, Here with { EventId = New() }),
            Commitment(Key, Here with { Field = "note" }),
            Commitment(other, Here),
        }
            .Append(Commitment(Key, Here))
            .ShouldBeUnique();
    }

    [Fact]
    public void an_independent_reading_of_the_format_opens_a_sealed_text()
    {
        var here = new SealContext(
            Guid.Parse("00010203-0405-0607-0809-0a0b0c0d0e0f"),
            New(),
            New(),
            "talk_held",
            "narrative"
        );
        var envelope = Sealer.Seal(Of(here), here, "谈话 in words").Envelope.ToArray();
        byte[] info = [.. here.EventId.ToByteArray(bigEndian: true), 0, 0, 0, 9, .. "narrative"u8];
        var keys = HKDF.DeriveKey(HashAlgorithmName.SHA256, Bytes, 64, salt: [], info);
        byte[] place =
        [
            .. (byte[])[1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
            .. here.StreamId.ToByteArray(bigEndian: true),
            .. here.EventId.ToByteArray(bigEndian: true),
            .. (byte[])[0, 0, 0, 9],
            .. "talk_held"u8,
            .. (byte[])[0, 0, 0, 9],
            .. "narrative"u8,
        ];
        var plain = new byte[envelope.Length - 61];
        using var aes = new AesGcm(keys[..32], 16);

        aes.Decrypt(envelope[1..13], envelope[45..^16], envelope[^16..], plain, place);

        Encoding.UTF8.GetString(plain).ShouldBe("谈话 in words");
        envelope[13..45].ShouldBe(keys[32..]);
    }

    [Fact]
    public void a_failure_tells_neither_text_nor_key()
    {
        var text = Sealer.Seal(Key, Here, "a secret");
        var failure = Should.Throw<SealBrokenException>(() => Sealer.Open(Key, Here with { StreamId = New() }, text));

        failure.ToString().ShouldNotContain("a secret");
        $"{Key} {failure}".ShouldNotContain(Convert.ToHexString(Bytes), Case.Insensitive);
        $"{Key} {failure}".ShouldNotContain(Convert.ToBase64String(Bytes));
    }

    private static void Refused(SealContext elsewhere)
    {
        var text = Sealer.Seal(Key, Here, "text");

        // The key claims to be the right one each time, so that only the binding of the place can refuse.
        Should.Throw<SealBrokenException>(() => Sealer.Open(Of(elsewhere), elsewhere, text));
        Sealer.Open(Key, Here, text).ShouldBe("text");
    }

    private static byte[] Commitment(SubjectKey key, SealContext context) =>
        Sealer.Seal(key, context, "text").Envelope.Slice(13, 32).ToArray();

    private static SubjectKey Of(SealContext context) => new(context.SubjectId, Bytes);

    private static Guid New() => Guid.NewGuid();
}
