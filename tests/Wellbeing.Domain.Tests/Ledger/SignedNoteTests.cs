using System.Text;
using CsCheck;
using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

public sealed class SignedNoteTests
{
    private const string Text = "example.com/log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n";

    // Made by another implementation of Ed25519, from the seeds 0…31 and 32…63.
    private const string LogKey = "example.com/log+d455c521+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    private const string WitnessKey = "example.com/witness+098ef77f+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";
    private const string LogLine =
        "— example.com/log 1FXFIQghEbt48JV0nbbvyoj51oOGWi8PWVu51z3js1zWy2qLhh2zcvy6M2X+e8pEVRpGR/9z7MVVru29jIzLkdPuEwg=\n";
    private const string WitnessLine =
        "— example.com/witness CY73fwAAAABkGFDLCY3XphQ9JGYP2NOt68GpiB2n3F7INXAul1kbdQMwDthXKI7VYqldStGmDYPPmklTFOMSdDeNBpEmTZR5XAH5Dw==\n";

    private static readonly DateTimeOffset _seen = DateTimeOffset.FromUnixTimeSeconds(1679315147);

    [Fact]
    public void the_example_of_the_specification_verifies()
    {
        var key = VerifierKey.TryParse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")!;
        var note = SignedNote.TryParse(
            "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
        )!;

        note.IsSignedBy(key).ShouldBeTrue();
        (note with { Text = "This is an example message!\n" }).IsSignedBy(key).ShouldBeFalse();
    }

    [Fact]
    public void the_known_signatures_come_out()
    {
        using var log = Log();
        using var witness = Witness();

        log.Key.Text.ShouldBe(LogKey);
        witness.Key.Text.ShouldBe(WitnessKey);
        log.Note(Text).With(witness.Cosign(Text, _seen.AddMilliseconds(999))).ToString().ShouldBe(Whole());
    }

    [Fact]
    public void what_was_signed_is_verified_with_the_time_of_the_witness()
    {
        var note = SignedNote.TryParse(Whole())!;

        note.ToString().ShouldBe(Whole());
        SignedNote.TryParse(Encoding.UTF8.GetBytes(Whole()))!.ToString().ShouldBe(Whole());
        note.IsSignedBy(Key(LogKey)).ShouldBeTrue();
        note.CosignedAt(Key(WitnessKey)).ShouldBe(_seen);
        note.CosignedAt(Key(LogKey)).ShouldBeNull();
    }

    [Fact]
    public void when_any_byte_of_a_note_is_changed_nobody_signed_it()
    {
        var whole = Encoding.UTF8.GetBytes(Whole());
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255])
            .Sample(
                (at, mask) =>
                {
                    byte[] changed = [.. whole];
                    changed[at] ^= mask;
                    var note = SignedNote.TryParse(changed);
                    var isWhole =
                        note is not null && note.IsSignedBy(Key(LogKey)) && note.CosignedAt(Key(WitnessKey)) == _seen;
                    isWhole.ShouldBeFalse();
                }
            );
    }

    [Fact]
    public void a_signature_of_an_unknown_key_is_passed_over_and_a_false_one_of_a_known_key_spoils_the_note()
    {
        using var log = Log();
        using var other = new NoteSigner("example.com/log", KeyKind.Note, new byte[32]);
        var twice = other.Note(Text).With(log.Sign(Text));

        twice.IsSignedBy(log.Key).ShouldBeTrue();
        twice.IsSignedBy(log.Key, other.Key).ShouldBeTrue();
        twice.SignaturesOf(log.Key).ShouldHaveSingleItem().KeyId.ShouldBe(log.Key.Id);
        other.Note(Text).IsSignedBy(log.Key).ShouldBeFalse();
        twice.With(log.Sign("another text\n")).IsSignedBy(log.Key).ShouldBeFalse();
        twice.With(other.Sign("another text\n")).IsSignedBy(log.Key, other.Key).ShouldBeFalse();
    }

    [Fact]
    public void a_cosignature_of_another_time_or_of_no_time_does_not_verify()
    {
        using var witness = Witness();
        var good = witness.Cosign(Text, _seen);
        foreach (var seconds in new long[] { 0, _seen.ToUnixTimeSeconds() + 1, long.MaxValue, -1 })
        {
            var bytes = good.Bytes.ToArray();
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, seconds);
            new SignedNote(Text, [good with { Bytes = bytes }]).CosignedAt(witness.Key).ShouldBeNull();
        }
        new SignedNote(Text, [witness.Cosign(Text, DateTimeOffset.UnixEpoch)]).CosignedAt(witness.Key).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— a AAAAAAA=")]
    [InlineData("text\n\n— a AAAAAAA=\n\n")]
    [InlineData("text\n\n- a AAAAAAA=\n")]
    [InlineData("text\n\n—  a AAAAAAA=\n")]
    [InlineData("text\n\n— a  AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAAA= \n")]
    [InlineData("text\n\n— a+b AAAAAAA=\n")]
    [InlineData("text\n\n— a\u00a0b AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAAA\n")]
    [InlineData("text\n\n— a AAAAAAB=\n")]
    [InlineData("text\n\n— a AAAAAA==\n")]
    [InlineData("text\n\n— a AAAA AAA=\n")]
    [InlineData("text\r\n\n— a AAAAAAA=\n")]
    [InlineData("te\0xt\n\n— a AAAAAAA=\n")]
    public void what_is_no_note_in_every_byte_is_none(string note) => SignedNote.TryParse(note).ShouldBeNull();

    [Fact]
    public void what_is_no_unicode_is_no_note()
    {
        SignedNote.TryParse([0xff, .. "text\n\n— a AAAAAAA=\n"u8]).ShouldBeNull();
        SignedNote.TryParse("te\ud800xt\n\n— a AAAAAAA=\n").ShouldBeNull();
    }

    [Fact]
    public void the_last_empty_line_ends_the_text()
    {
        var note = SignedNote.TryParse("one\n\ntwo 🌳\n\n— a AAAAAAA=\n— b AAAAAAA=\n")!;
        note.Text.ShouldBe("one\n\ntwo 🌳\n");
        note.Signatures.Count.ShouldBe(2);
    }

    [Fact]
    public void as_many_signatures_as_are_allowed_are_read_and_no_more()
    {
        static string With(int count) => $"text\n\n{string.Concat(Enumerable.Repeat("— a AAAAAAA=\n", count))}";
        SignedNote.TryParse(With(SignedNote.MaxSignatures))!.Signatures.Count.ShouldBe(SignedNote.MaxSignatures);
        SignedNote.TryParse(With(SignedNote.MaxSignatures + 1)).ShouldBeNull();
    }

    [Fact]
    public void a_note_as_long_as_is_allowed_is_read_and_no_longer_one()
    {
        const string Rest = "\n\n— a AAAAAAA=\n";
        var text = new string('x', SignedNote.MaxLength - Rest.Length);
        SignedNote.TryParse(text + Rest).ShouldNotBeNull();
        SignedNote.TryParse($"x{text}{Rest}").ShouldBeNull();
    }

    [Theory]
    [InlineData("example.com/log")]
    [InlineData("example.com/log+d455c521")]
    [InlineData("example.com/log+d455c522+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("example.com/log+D455C521+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("example.com/other+d455c521+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("example.com/log+d455c521+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("example.com/log+d455c521+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVQ==")]
    [InlineData(" example.com/log+d455c521+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("")]
    public void what_is_no_key_or_not_under_its_own_id_is_none(string key) => VerifierKey.TryParse(key).ShouldBeNull();

    [Fact]
    public void a_key_does_only_what_it_is_for()
    {
        using var log = Log();
        using var witness = Witness();
        Should.Throw<InvalidOperationException>(() => log.Cosign(Text, _seen));
        Should.Throw<InvalidOperationException>(() => witness.Sign(Text));
        log.ToString().ShouldBe($"NoteSigner {{ Key = {LogKey} }}");
    }

    private static string Whole() => $"{Text}\n{LogLine}{WitnessLine}";

    private static VerifierKey Key(string text) => VerifierKey.TryParse(text)!;

    private static NoteSigner Log() =>
        new("example.com/log", KeyKind.Note, [.. Enumerable.Range(0, 32).Select(x => (byte)x)]);

    private static NoteSigner Witness() =>
        new("example.com/witness", KeyKind.Cosignature, [.. Enumerable.Range(32, 32).Select(x => (byte)x)]);
}
