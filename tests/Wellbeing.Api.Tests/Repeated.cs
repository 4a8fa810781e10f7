namespace Wellbeing.Api.Tests;

/// <summary>
/// How often a test repeats what chance decides: few times in <c>./test</c>, since every run draws another seed, and many times
/// in <c>./test long</c>.
/// </summary>
internal static class Repeated
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("WELLBEING_TEST_LONG") == "1";

    public static int Times(int few, int many) => Long ? many : few;
}
