using CsCheck;
using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

public sealed class CheckpointTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    [Fact]
    public void a_checkpoint_is_read_with_its_further_lines()
    {
        var text = $"example.com/behind-the-sofa\n20852163\n{Root}\nfurther\nand further\n";
        var checkpoint = Checkpoint.TryParse(text)!;

        checkpoint.Origin.ShouldBe("example.com/behind-the-sofa");
        checkpoint.Size.ShouldBe(20852163);
        checkpoint.Root.ToArray().ShouldBe(Convert.FromBase64String(Root));
        checkpoint.Extensions.ShouldBe(["further", "and further"]);
        checkpoint.Text.ShouldBe(text);
    }

    [Fact]
    public void what_was_written_is_read_back() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Byte.Array[32])
            .Sample(
                (size, root) =>
                {
                    var checkpoint = new Checkpoint("example.com/log", size, root);
                    Checkpoint.TryParse(checkpoint.Text).ShouldBe(checkpoint);
                }
            );

    [Theory]
    [InlineData("")]
    [InlineData("origin\n8\n")]
    [InlineData("origin\n8\n" + Root)]
    [InlineData("\n8\n" + Root + "\n")]
    [InlineData("origin\n08\n" + Root + "\n")]
    [InlineData("origin\n+8\n" + Root + "\n")]
    [InlineData("origin\n-8\n" + Root + "\n")]
    [InlineData("origin\n 8\n" + Root + "\n")]
    [InlineData("origin\n8 \n" + Root + "\n")]
    [InlineData("origin\n٨\n" + Root + "\n")]
    [InlineData("origin\n\n" + Root + "\n")]
    [InlineData("origin\n9223372036854775808\n" + Root + "\n")]
    [InlineData("origin\n8\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n")]
    [InlineData("origin\n8\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData("origin\n8\n" + Root + "\n\n")]
    [InlineData("origin\n8\n" + Root + "\n\nfurther\n")]
    public void what_is_no_checkpoint_in_every_byte_is_none(string text) => Checkpoint.TryParse(text).ShouldBeNull();

    [Fact]
    public void a_tombstone_is_four_lines()
    {
        var tombstone = new Tombstone(
            "example.com/log",
            new("0198f5c2-7a4b-7cde-8f01-23456789abcd"),
            new(2026, 3, 4, 13, 6, 7, 125, TimeSpan.FromHours(8))
        );

        tombstone.Text.ShouldBe(
            "wellbeing tombstone\nexample.com/log\n0198f5c2-7a4b-7cde-8f01-23456789abcd\n2026-03-04T05:06:07.125Z\n"
        );
        Tombstone.TryParse(tombstone.Text).ShouldBe(tombstone);
    }

    [Theory]
    [InlineData("wellbeing tombstone\nexample.com/log\n0198f5c2-7a4b-7cde-8f01-23456789abcd\n")]
    [InlineData("tombstone\nexample.com/log\n0198f5c2-7a4b-7cde-8f01-23456789abcd\n2026-03-04T05:06:07Z\n")]
    [InlineData("wellbeing tombstone\n\n0198f5c2-7a4b-7cde-8f01-23456789abcd\n2026-03-04T05:06:07Z\n")]
    [InlineData("wellbeing tombstone\nexample.com/log\n0198F5C2-7A4B-7CDE-8F01-23456789ABCD\n2026-03-04T05:06:07Z\n")]
    [InlineData(
        "wellbeing tombstone\nexample.com/log\n0198f5c2-7a4b-7cde-8f01-23456789abcd\n2026-03-04T05:06:07+08:00\n"
    )]
    [InlineData(
        "wellbeing tombstone\nexample.com/log\n0198f5c2-7a4b-7cde-8f01-23456789abcd\n2026-03-04T05:06:07.120Z\n"
    )]
    [InlineData(
        "wellbeing tombstone\nexample.com/log\n0198f5c2-7a4b-7cde-8f01-23456789abcd\n2026-03-04T05:06:07Z\nmore\n"
    )]
    public void what_is_no_tombstone_in_every_byte_is_none(string text) => Tombstone.TryParse(text).ShouldBeNull();
}
