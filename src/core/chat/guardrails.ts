/**
 * The guardrails of the Mistral 7B paper: a short system text that asks for help which is useful and harmless at once.
 * The words are ours, the intent is the paper's. It costs some 60 tokens, and answers that are a little less apt.
 */
const guardrails =
  'Help with care, respect and truth. Be as useful as you can while staying safe. ' +
  'Give nothing that is harmful, unethical, prejudiced or hateful. Be fair, and put things in a positive way.';

/**
 * The system text with the guardrails before it. Where the format has no system role (Mistral Instruct v0.1), it
 * stands before the first message of the user, as the paper has it.
 */
export function withGuardrails(system: string): string {
  const own = system.trim();
  if (own.startsWith(guardrails)) return own;
  return own === '' ? guardrails : `${guardrails}\n\n${own}`;
}
