using Wellbeing.Api.Journal;

namespace Wellbeing.Api.Rules;

/// <summary>Wakes the rules when this process has committed events.</summary>
internal sealed class RuleSignal : Signal;
