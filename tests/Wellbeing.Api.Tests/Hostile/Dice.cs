using CsCheck;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>The chance of one request: the same seed and number draw the same.</summary>
internal sealed class Dice(ulong seed, int number)
{
    private readonly PCG _chance = new((uint)number, unchecked(seed + ((ulong)number * 0x9E3779B97F4A7C15)));

    public T Draw<T>(Gen<T> gen) => gen.Generate(_chance, null, out _);

    public int Below(int count) => (int)_chance.Next((uint)count);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Percent(int of100) => Below(100) < of100;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
