using CsCheck;
using Shouldly;
using Wellbeing.Api.Seal;
using Xunit;

namespace Wellbeing.Api.Tests.Seal;

public sealed class IdentityCommitmentTests
{
    private static readonly byte[] Salt = IdentityCommitment.NewSalt();
    private static readonly Guid Officer = Guid.NewGuid();

    [Fact]
    public void the_same_identity_gives_the_same_commitment() =>
        Of("王伟", "012345", "138").ShouldBe(Of("王伟", "012345", "138"));

    [Fact]
    public void it_is_32_bytes_in_base64() => Convert.FromBase64String(Of("王伟", "012345", null)).Length.ShouldBe(32);

    [Fact]
    public void when_two_officers_swap_their_identities_both_commitments_differ()
    {
        var (other, otherSalt) = (Guid.NewGuid(), IdentityCommitment.NewSalt());

        IdentityCommitment.Compute(otherSalt, Officer, "A", "1", null).ShouldNotBe(Of("A", "1", null));
        IdentityCommitment.Compute(Salt, other, "A", "1", null).ShouldNotBe(Of("A", "1", null));
    }

    [Fact]
    public void when_a_letter_moves_to_the_next_value_it_differs() =>
        Of("ab", "c", "d").ShouldNotBe(Of("a", "bc", "d"));

    [Fact]
    public void an_absent_value_differs_from_an_empty_one() => Of("a", "b", null).ShouldNotBe(Of("a", "b", ""));

    [Fact]
    public void any_two_different_identities_differ()
    {
        var text = Gen.String[Gen.Char["ab"], 0, 3].Null();
        Gen.Select(text, text, text)
            .Select(Gen.Select(text, text, text))
            .Sample((x, y) => x == y == (Of(x.Item1, x.Item2, x.Item3) == Of(y.Item1, y.Item2, y.Item3)));
    }

    [Fact]
    public void a_salt_of_another_length_is_refused() =>
        Should.Throw<ArgumentException>(() => IdentityCommitment.Compute(new byte[16], Officer, "a", "b", null));

    private static string Of(string? name, string? badge, string? contact) =>
        IdentityCommitment.Compute(Salt, Officer, name, badge, contact);
}
