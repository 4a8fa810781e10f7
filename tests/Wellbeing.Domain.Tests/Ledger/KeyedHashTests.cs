using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

public sealed class KeyedHashTests
{
    /// <summary>RFC 4231, test cases 1 and 2.</summary>
    [Theory]
    [InlineData(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )]
    [InlineData(
        "4a656665",
        "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )]
    public void the_known_codes_come_out_and_the_same_when_asked_again(string key, string text, string code)
    {
        var (hash, computed) = (new KeyedHash(Convert.FromHexString(key)), new byte[KeyedHash.Size]);
        for (var i = 0; i < 3; i++)
        {
            hash.Compute(Encoding.ASCII.GetBytes(text), computed);
            Convert.ToHexStringLower(computed).ShouldBe(code);
            // What fails leaves nothing behind.
            Should.Throw<ArgumentException>(() => hash.Compute("other"u8, new byte[KeyedHash.Size - 1]));
        }
    }

    [Fact]
    public void several_threads_at_once_get_each_its_own_code()
    {
        var key = SHA256.HashData("key"u8);
        var hash = new KeyedHash(key);
        var wrong = Enumerable
            .Range(0, 20_000)
            .AsParallel()
            .WithDegreeOfParallelism(8)
            .Count(i =>
            {
                var (data, code) = (BitConverter.GetBytes(i), new byte[KeyedHash.Size]);
                hash.Compute(data, code);
                return !code.AsSpan().SequenceEqual(HMACSHA256.HashData(key, data));
            });
        wrong.ShouldBe(0);
    }
}
