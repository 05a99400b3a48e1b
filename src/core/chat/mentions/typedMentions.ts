import type { Mention } from '../../../shared/conversation.ts';
import { mentionKindRows } from '../mentionKinds.ts';

/** What a question mentions in its words (`what is in #changes?`), without having been made a chip. Code is not looked at. */
export function typedMentions(question: string): readonly Mention[] {
  const words = question.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, ' ');
  const typed = new Set([...words.matchAll(/(?<![^\s(])#([a-z]+)(?![\w:#-])/g)].map(([, kind]) => kind));
  return mentionKindRows.flatMap(({ kind, takesName }) =>
    typed.has(kind) && !takesName ? [{ kind, label: `#${kind}` }] : [],
  );
}

/** Those that are new, behind those that are there. */
export function withTyped(mentions: readonly Mention[], question: string): readonly Mention[] {
  const known = new Set(mentions.map(({ kind }) => kind));
  return [...mentions, ...typedMentions(question).filter(({ kind }) => !known.has(kind))];
}
