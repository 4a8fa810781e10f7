namespace Wellbeing.Witness;

/// <summary>What is answered: a status and a text.</summary>
internal sealed record Answer(int Status, string Text, string ContentType = "text/plain; charset=utf-8");
